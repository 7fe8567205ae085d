import type { Database } from './db.ts';
import type { TaxTable } from './pricing.ts';

/** What every part of the service works with. */
export interface Shop {
  readonly db: Database;
  readonly taxes: TaxTable;
}

/** An answer other than 200, with a code the storefront translates. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
