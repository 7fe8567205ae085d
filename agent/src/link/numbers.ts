import type { HitCounts, Series } from '@stillframe/protocol';
import { cell, seriesCell, viewSeriesMemory, type SeriesMemory } from '../shared/memory.ts';

/** The series of one probe, read from shared memory whenever a report is due. */
export type NumberReader = {
  add(key: string | null, memory: SharedArrayBuffer): void;
  /** `factor` scales counts of a sampled probe. */
  read(factor: number): Series[];
};

export function createNumberReader(): NumberReader {
  const series = new Map<string | null, SeriesMemory>();
  return {
    add: (key, memory) => void series.set(key, viewSeriesMemory(memory)),
    read: (factor) => [...series].map(([key, memory]) => readSeries(key, memory, factor)),
  };
}

function readSeries(key: string | null, { header, buckets }: SeriesMemory, factor: number): Series {
  const at = (index: number) => header[index] ?? 0;
  const seen = at(seriesCell.count);
  const counted = { key: key ?? undefined, count: Math.round(seen * factor) };
  if (buckets === undefined) return counted;
  const sparse: [number, number][] = [];
  buckets.forEach((count, bucket) => {
    if (count > 0) sparse.push([bucket, count]);
  });
  return {
    ...counted,
    // Scaled like the count, so that their quotient stays the mean of what was seen.
    sum: seen === 0 ? 0 : (at(seriesCell.sum) / seen) * counted.count,
    min: at(seriesCell.min),
    max: at(seriesCell.max),
    last: at(seriesCell.last),
    buckets: sparse,
  };
}

/** How many times more hits there probably were than were seen; 1 while nothing was taken out. */
export function estimateFactor(cells: Float64Array): number {
  const hits = cells[cell.hits] ?? 0;
  const unseen = cells[cell.unseenHits] ?? 0;
  return hits === 0 ? 1 : (hits + unseen) / hits;
}

/** How far off the number of hits may be because of sampling, relative to it; 0 while it is exact. */
export function estimateError(cells: Float64Array): number {
  const hits = cells[cell.hits] ?? 0;
  const unseen = cells[cell.unseenHits] ?? 0;
  return unseen === 0 ? 0 : Math.min(1, cells[cell.unseenError] ?? 0) * (unseen / (hits + unseen));
}

/** `droppedLater` were lost on this side, after they were captured. */
export function readCounts(cells: Float64Array, droppedLater: number): HitCounts {
  return {
    hits: cells[cell.hits] ?? 0,
    conditionFalse: cells[cell.conditionFalse] ?? 0,
    conditionFailed: cells[cell.conditionFailed] ?? 0,
    throttled: cells[cell.throttled] ?? 0,
    captured: cells[cell.captured] ?? 0,
    dropped: droppedLater,
  };
}

/** What a tictoc or duration began and ended without a pair. */
export function readPairing(cells: Float64Array): Pick<HitCounts, 'open' | 'unpaired' | 'unopened'> {
  return {
    open: cells[cell.open] ?? 0,
    unpaired: cells[cell.unpaired] ?? 0,
    unopened: cells[cell.unopened] ?? 0,
  };
}
