import type { Cart, CartLine } from './cart.ts';
import type { Database } from './db.ts';
import { Refusal, type Shop } from './shop.ts';
import type { User } from './users.ts';

/** VAT by country, read from the database again every few minutes. */
export class TaxTable {
  readonly #maxAgeMs: number;
  #rates = new Map<string, number>();
  #readAt = 0;

  constructor(maxAgeMs = 300_000) {
    this.#maxAgeMs = maxAgeMs;
  }

  async rates(db: Database): Promise<ReadonlyMap<string, number>> {
    if (Date.now() - this.#readAt > this.#maxAgeMs) {
      const rows = await db.rows<{ country: string; rate: string }>('select country, rate from tax_rates');
      this.#rates = new Map(rows.map((row) => [row.country, Number(row.rate)]));
      this.#readAt = Date.now();
    }
    return this.#rates;
  }
}

/** The VAT rate of the user's country. */
export async function rateFor(shop: Shop, user: User): Promise<number> {
  const rates = await shop.taxes.rates(shop.db);
  const rate = rates.get(user.address.country);
  if (rate === undefined) throw new Refusal(422, 'NO_TAX_RATE', `We do not sell to ${user.address.country} yet.`);
  return rate;
}

/** Cents, net, after the coupon. */
export function netOf(cart: Cart): number {
  let net = 0;
  for (const line of cart.lines) {
    net += lineTotal(line, cart);
  }
  return net;
}

function lineTotal(line: CartLine, cart: Cart): number {
  const percent = cart.coupon !== null && cart.discounted.has(line.sku) ? cart.coupon.percent : 0;
  const full = line.qty * line.price;
  return full - (full * percent) / 100;
}
