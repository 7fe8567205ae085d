import { Refusal, type Shop } from './shop.ts';
import type { User } from './users.ts';

export interface CartLine {
  readonly sku: string;
  readonly qty: number;
  /** Cents, net, for one piece. */
  readonly price: number;
}

export interface Coupon {
  readonly code: string;
  readonly percent: number;
  readonly skus: readonly string[];
}

interface CartRow {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: Date;
  readonly coupon: Coupon | null;
  readonly lines: CartLine[];
}

export class Cart {
  readonly id: string;
  readonly createdAt: Date;
  readonly lines: readonly CartLine[];
  readonly bySku: ReadonlyMap<string, CartLine>;
  readonly coupon: Coupon | null;
  readonly discounted: ReadonlySet<string>;

  constructor(row: CartRow) {
    this.id = row.id;
    this.createdAt = row.created_at;
    this.lines = row.lines;
    this.bySku = new Map(row.lines.map((line) => [line.sku, line]));
    this.coupon = row.coupon;
    this.discounted = new Set(row.coupon?.skus);
  }

  get ageDays(): number {
    return (Date.now() - this.createdAt.getTime()) / 86_400_000;
  }

  isEmpty(): boolean {
    return this.lines.length === 0;
  }
}

/** The user's own cart. */
export async function loadCart(shop: Shop, user: User, cartId: string): Promise<Cart> {
  const row = await shop.db.row<CartRow>('select * from carts where id = $1 and user_id = $2', [cartId, user.id]);
  if (row === undefined) throw new Refusal(404, 'NO_CART', `There is no cart ${cartId}.`);
  return new Cart(row);
}
