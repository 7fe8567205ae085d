import type { Value } from '@stillframe/protocol';

/** A hole of several items is as many; a hostile count is not. */
export const repeated = (item: Value): readonly Value[] =>
  item.t === 'hole' ? Array.from({ length: Math.max(1, Math.min(item.count, 1_000)) || 1 }, () => item) : [item];
