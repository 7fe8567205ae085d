/** Time over which a rate is taken, ms: long enough to be calm, short enough to follow. */
const windowMs = 5_000;
/** Agents report changes once a second; after this silence the count stands still. */
const quietMs = 2_500;

export type Rates = {
  /** A cumulative count as it was at `atMs`; a smaller one than before starts over. */
  sample(id: string, count: number, atMs: number): void;
  /** Per second, at `nowMs`; undefined before there are two samples. */
  rate(id: string, nowMs: number): number | undefined;
  forget(id: string): void;
};

/** Rates of cumulative counters over the last seconds. Bounded: one short list per id. */
export function createRates(): Rates {
  const samples = new Map<string, { readonly count: number; readonly atMs: number }[]>();
  return {
    sample(id, count, atMs) {
      const list = samples.get(id) ?? [];
      samples.set(id, list);
      const last = list.at(-1);
      if (last !== undefined && count < last.count) list.length = 0;
      // Several instances report within one tick; a quarter of a second is enough resolution.
      if (last !== undefined && atMs - last.atMs < 250 && list.length > 1) list.pop();
      list.push({ count, atMs });
      while (list.length > 2 && atMs - (list[1]?.atMs ?? atMs) >= windowMs) list.shift();
    },
    rate(id, nowMs) {
      const list = samples.get(id) ?? [];
      const first = list[0];
      const last = list.at(-1);
      if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
      if (nowMs - last.atMs > quietMs) return 0;
      return ((last.count - first.count) * 1_000) / (last.atMs - first.atMs);
    },
    forget: (id) => void samples.delete(id),
  };
}
