import type { Cart } from './cart.ts';
import { Refusal, type Shop } from './shop.ts';

export interface Refund {
  readonly order: number;
  readonly refunded: number;
  readonly refundedAt: Date;
}

interface OrderRow {
  readonly number: number;
  readonly charged: number;
  readonly placed_at: Date;
}

const refundableDays = 30;

/** Gives back what an order's customer was charged. */
export async function refund(shop: Shop, cart: Cart): Promise<Refund> {
  const order = await shop.db.row<OrderRow>('select * from orders where cart_id = $1', [cart.id]);
  if (order === undefined) throw new Refusal(404, 'NO_ORDER', `Cart ${cart.id} was never ordered.`);
  const refundedAt = new Date();
  const days = (refundedAt.getTime() - order.placed_at.getTime()) / 86_400_000;
  if (days > refundableDays) throw new Refusal(409, 'TOO_LATE', `Order ${order.number} is older than 30 days.`);
  await shop.db.rows('update orders set refunded_at = $2 where cart_id = $1', [cart.id, refundedAt]);
  return { order: order.number, refunded: order.charged, refundedAt };
}
