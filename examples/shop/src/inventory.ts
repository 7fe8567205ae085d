import type { Cart, CartLine } from './cart.ts';
import type { Shop } from './shop.ts';

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly available: number;
}

export async function listProducts(shop: Shop): Promise<Product[]> {
  return shop.db.rows<Product>('select sku, name, price, available from products order by sku');
}

/** The lines that ask for more than the warehouse has. */
export async function findShortages(shop: Shop, cart: Cart): Promise<CartLine[]> {
  const stock = await stockOf(shop, [...cart.bySku.keys()]);
  return cart.lines.filter((line) => line.qty > (stock.get(line.sku) ?? 0));
}

async function stockOf(shop: Shop, skus: string[]): Promise<Map<string, number>> {
  const rows = await shop.db.rows<Product>('select sku, available from products where sku = any($1)', [skus]);
  return new Map(rows.map((row) => [row.sku, row.available]));
}
