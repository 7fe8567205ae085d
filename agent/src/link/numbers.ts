import type { Drops, HitCounts, Series } from '@stillframe/protocol';
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

/** Hits that most likely happened while breakpoints were out, the present time included. */
function unseenHits(cells: Float64Array, nowMs: number): number {
  const stillOut = (nowMs * (cells[cell.outRate] ?? 0) - (cells[cell.outRateMs] ?? 0)) / 1e3;
  return (cells[cell.unseenHits] ?? 0) + Math.max(0, stillOut);
}

/** How many times more hits there probably were than were seen; 1 while nothing was taken out. */
export function estimateFactor(cells: Float64Array, nowMs: number): number {
  const hits = cells[cell.hits] ?? 0;
  return hits === 0 ? 1 : (hits + unseenHits(cells, nowMs)) / hits;
}

/** How far off the number of hits may be because of sampling, relative to it; 0 while it is exact. */
export function estimateError(cells: Float64Array, nowMs: number): number {
  const unseen = unseenHits(cells, nowMs);
  if (unseen === 0) return 0;
  return Math.min(1, cells[cell.unseenError] ?? 0) * (unseen / ((cells[cell.hits] ?? 0) + unseen));
}

export function readCounts(cells: Float64Array, drops: Drops | undefined): HitCounts {
  return {
    hits: cells[cell.hits] ?? 0,
    conditionFalse: cells[cell.conditionFalse] ?? 0,
    conditionFailed: cells[cell.conditionFailed] ?? 0,
    throttled: cells[cell.throttled] ?? 0,
    captured: cells[cell.captured] ?? 0,
    dropped: drops === undefined ? 0 : drops.queue + drops.outbox + drops.refused + drops.exit,
  };
}

/** `later` were lost on this side, after they were captured. */
export function readDrops(cells: Float64Array, later: LaterDrops): Drops | undefined {
  const queue = cells[cell.notSent] ?? 0;
  return queue + later.outbox + later.refused + later.exit === 0 ? undefined : { queue, ...later };
}

export type LaterDrops = Omit<Drops, 'queue'>;

/** What a tictoc or duration began and ended without a pair. */
export function readPairing(cells: Float64Array): Pick<HitCounts, 'open' | 'unpaired' | 'unopened'> {
  return {
    open: cells[cell.open] ?? 0,
    unpaired: cells[cell.unpaired] ?? 0,
    unopened: cells[cell.unopened] ?? 0,
  };
}
