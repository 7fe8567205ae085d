import { bucketCount, bucketOf } from '@stillframe/protocol/histogram';
import { createSeriesMemory, seriesCell, type SeriesMemory } from '../shared/memory.ts';
import { typedArrayBuffer } from './primordials.ts';

/** Series that the probes of this process may still open, beside one for each probe and one for its other keys. */
export type SeriesRoom = { left: number };

/** All series of a process together: 16 MB of histograms. */
export const maxSeries = 1_000;

/** Records numbers of one probe into shared memory, one series per group key. */
export type SeriesWriter = {
  add(key: string | null, value: number): void;
  /** Gives its room back. */
  dispose(): void;
};

/**
 * `onSeries` hears of each new series once, before its first number. Beyond `maxKeys` keys, or when there is no room for
 * more in the process, all others share `otherKey`.
 */
export function createSeriesWriter(options: {
  readonly hasHistogram: boolean;
  readonly maxKeys: number;
  readonly otherKey: string;
  readonly room: SeriesRoom;
  readonly onSeries: (key: string | null, memory: SharedArrayBuffer) => void;
}): SeriesWriter {
  const { hasHistogram, maxKeys, otherKey, room, onSeries } = options;
  // Without a prototype: no app code can stand between, and any text is a key.
  const byKey: Record<string, SeriesMemory | undefined> = { __proto__: null } as never;
  let keys = 0;
  let taken = 0;

  const open = (key: string | null): SeriesMemory => {
    const memory = createSeriesMemory(hasHistogram ? bucketCount : 0);
    memory.header[seriesCell.min] = Infinity;
    memory.header[seriesCell.max] = -Infinity;
    byKey[entryOf(key)] = memory;
    keys++;
    if (keys > 1 && key !== otherKey) {
      taken++;
      room.left--;
    }
    onSeries(key, typedArrayBuffer(memory.header) as SharedArrayBuffer);
    return memory;
  };

  return {
    add(key, value) {
      const known = byKey[entryOf(key)];
      const isRoom = keys === 0 || (keys < maxKeys && room.left > 0);
      const kept = isRoom ? key : otherKey;
      const { header, buckets } = known ?? byKey[entryOf(kept)] ?? open(kept);
      header[seriesCell.count] = (header[seriesCell.count] ?? 0) + 1;
      if (buckets === undefined) return;
      header[seriesCell.sum] = (header[seriesCell.sum] ?? 0) + value;
      if (value < (header[seriesCell.min] ?? Infinity)) header[seriesCell.min] = value;
      if (value > (header[seriesCell.max] ?? -Infinity)) header[seriesCell.max] = value;
      header[seriesCell.last] = value;
      const bucket = bucketOf(value);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    },
    dispose() {
      room.left += taken;
      taken = 0;
    },
  };
}

const entryOf = (key: string | null) => (key === null ? '' : `=${key}`);
