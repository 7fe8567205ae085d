import type { Cart } from './cart.ts';
import { findShortages } from './inventory.ts';
import { netOf, rateFor } from './pricing.ts';
import { Refusal, type Shop } from './shop.ts';
import type { User } from './users.ts';

export interface Receipt {
  readonly order: number;
  readonly charged: number;
  readonly placedAt: Date;
}

/** Turns a cart into an order. Doing it again for the same cart gives the same order number. */
export async function checkout(shop: Shop, cart: Cart, user: User): Promise<Receipt> {
  const startedAt = new Date();
  if (cart.isEmpty()) throw new Refusal(409, 'EMPTY_CART', `Cart ${cart.id} is empty.`);
  const rate = await rateFor(shop, user);
  const shortages = await findShortages(shop, cart);
  if (shortages.length > 0) {
    throw new Refusal(409, 'OUT_OF_STOCK', `Not enough of ${shortages.map((line) => line.sku).join(', ')}.`);
  }
  const net = netOf(cart);
  const total = Math.round(net * (1 + rate));
  const charged = pay(user, total);
  const order = await saveOrder(shop, cart, charged, startedAt);
  return { order, charged, placedAt: startedAt };
}

/** What is left to charge once the gift card has covered its part. */
function pay(user: User, total: number): number {
  const covered = user.giftCard?.balance ?? 0;
  return total > covered ? total - covered : 0;
}

async function saveOrder(shop: Shop, cart: Cart, charged: number, placedAt: Date): Promise<number> {
  const row = await shop.db.row<{ number: number }>(
    `insert into orders (cart_id, charged, placed_at) values ($1, $2, $3)
     on conflict (cart_id) do update set charged = excluded.charged, placed_at = excluded.placed_at returning number`,
    [cart.id, charged, placedAt],
  );
  if (row === undefined) throw new Error(`order of cart ${cart.id} was not saved`);
  return row.number;
}
