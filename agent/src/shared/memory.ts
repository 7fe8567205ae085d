/**
 * Numbers that cross threads without messages. One writer, the app's thread; one reader, the link thread. Aligned 8-byte
 * writes do not tear on any platform Node runs on, and a reader that is one hit behind is fine, so no Atomics are needed.
 */

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
  /** Of a tictoc or duration; see HitCounts in the protocol. */
  open: 8,
  unpaired: 9,
  unopened: 10,
} as const;

export const cellCount = 11;

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
