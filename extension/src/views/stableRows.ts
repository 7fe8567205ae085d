/** One object for each key, the same as long as the key is kept: VS Code knows a tree's rows by their identity. */
export type StableRows<Row> = {
  /** The row of a key, made when it is new. */
  of(key: string): Row;
  /** Lets go of all others. */
  keep(keys: ReadonlySet<string>): void;
  all(): Row[];
};

export function createStableRows<Row>(make: (key: string) => Row): StableRows<Row> {
  const rows = new Map<string, Row>();
  return {
    of(key) {
      const row = rows.get(key) ?? make(key);
      rows.set(key, row);
      return row;
    },
    keep(keys) {
      for (const key of rows.keys()) if (!keys.has(key)) rows.delete(key);
    },
    all: () => [...rows.values()],
  };
}
