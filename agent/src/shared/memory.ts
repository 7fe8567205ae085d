/**
 * Numbers that cross threads without messages. One writer, the app's thread; one reader, the link thread. Aligned 8-byte
 * writes do not tear on any platform Node runs on, and a reader that is one hit behind is fine, so no Atomics are needed.
 */

// Series are made inside of hits, where an app may have replaced them.
const { Float64Array, SharedArrayBuffer, Uint32Array } = globalThis;

/** Indexes of a probe's Float64 cells. */
export const cell = {
  hits: 0,
  conditionFalse: 1,
  conditionFailed: 2,
  throttled: 3,
  captured: 4,
  costNs: 5,
  /** Hits that most likely happened while the breakpoint was taken out, extrapolated. */
  unseenHits: 6,
  /** How far off `unseenHits` may be, relative; 1 or more: it is a lower bound. */
  unseenError: 7,
  /** Hits a second, estimated, at the places that are out right now; and the sum of that rate times when they went out, ms. */
  outRate: 8,
  outRateMs: 9,
  /** Captures and logs that could not be handed to the link thread. */
  notSent: 10,
  /** Of a tictoc or duration; see HitCounts in the protocol. */
  open: 11,
  unpaired: 12,
  unopened: 13,
} as const;

export const cellCount = 14;

export const createCells = () => new Float64Array(new SharedArrayBuffer(cellCount * 8));

/** Indexes of a series' Float64 header; the histogram's Uint32 buckets follow it. */
export const seriesCell = { count: 0, sum: 1, min: 2, max: 3, last: 4 } as const;

const headerCount = 5;

/** A series in shared memory: about 16 KB with a histogram, 40 bytes without. */
export type SeriesMemory = {
  readonly header: Float64Array;
  readonly buckets: Uint32Array | undefined;
};

export function createSeriesMemory(bucketCount: number): SeriesMemory {
  return viewSeriesMemory(new SharedArrayBuffer(headerCount * 8 + bucketCount * 4));
}

export function viewSeriesMemory(buffer: SharedArrayBuffer): SeriesMemory {
  const header = new Float64Array(buffer, 0, headerCount);
  const bytes = buffer.byteLength - headerCount * 8;
  return { header, buckets: bytes === 0 ? undefined : new Uint32Array(buffer, headerCount * 8, bytes / 4) };
}
