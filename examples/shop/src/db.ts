import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';

/** A Postgres that lives in this process. One connection: queries wait for one another. */
export class Database {
  readonly #postgres: PGlite;

  constructor(postgres: PGlite) {
    this.#postgres = postgres;
  }

  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result = await this.#postgres.query<Row>(sql, parameters);
    return result.rows;
  }

  async row<Row>(sql: string, parameters: unknown[] = []): Promise<Row | undefined> {
    const [first] = await this.rows<Row>(sql, parameters);
    return first;
  }

  async close(): Promise<void> {
    await this.#postgres.close();
  }
}

const schema = `
  create table users (id text primary key, token text unique not null, profile jsonb not null);
  create table products (sku text primary key, name text not null, price integer not null, available integer not null);
  create table tax_rates (country text primary key, rate numeric(4, 3) not null);
  create table carts (id text primary key, user_id text not null references users, created_at timestamptz not null,
    coupon jsonb, lines jsonb not null);
  create sequence order_number start 10001;
  create table orders (number integer not null default nextval('order_number'), cart_id text primary key references carts,
    charged integer not null, placed_at timestamptz not null, refunded_at timestamptz);
`;

/** Opens the database and fills it from `data/`, a reduced and anonymised copy of what production holds. */
export async function openDatabase(): Promise<Database> {
  const postgres = await PGlite.create();
  await postgres.exec(schema);
  const load = {
    users: `insert into users select row->>'id', row->>'sessionToken', row from jsonb_array_elements($1) row`,
    products: `insert into products select * from jsonb_populate_recordset(null::products, $1)`,
    tax_rates: `insert into tax_rates select * from jsonb_populate_recordset(null::tax_rates, $1)`,
    carts: `insert into carts select * from jsonb_populate_recordset(null::carts, $1)`,
  };
  for (const [table, sql] of Object.entries(load)) {
    const lines = await readFile(new URL(`../data/${table}.ndjson`, import.meta.url), 'utf8');
    await postgres.query(sql, [`[${lines.trim().split('\n').join(',')}]`]);
  }
  return new Database(postgres);
}
