/** Hits a second between two looks at a growing count; undefined at the first. */
export function createRate(nowMs: () => number = () => performance.now()): { next(count: number): number | undefined } {
  let before: { readonly count: number; readonly atMs: number } | undefined;
  return {
    next(count) {
      const atMs = nowMs();
      const last = before;
      before = { count, atMs };
      if (last === undefined || atMs <= last.atMs || count < last.count) return undefined;
      return ((count - last.count) * 1_000) / (atMs - last.atMs);
    },
  };
}
