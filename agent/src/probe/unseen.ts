import { cell } from '../shared/memory.ts';
import { isEnd } from '../shared/plan.ts';
import { wallClockMs } from './clock.ts';
import type { Place } from './places.ts';
import { count } from './probeRuntime.ts';

/** The budget has taken a place out: the link thread counts what it most likely misses. Returns how much that is a second. */
export function beginMissing(place: Place): number {
  const { hitsPerSecond, error } = place.stretches.estimate();
  place.missing = { hitsPerSecond, sinceMs: wallClockMs() };
  countMissing(place.points, hitsPerSecond, place.missing.sinceMs);
  for (let index = 0; index < place.points.length; index++) {
    const runtime = place.points[index]?.runtime;
    if (runtime !== undefined) runtime.cells[cell.unseenError] = error;
  }
  return hitsPerSecond;
}

/** It is back in, or gone for good. */
export function endMissing(place: Place): void {
  if (place.missing === undefined) return;
  const { hitsPerSecond, sinceMs } = place.missing;
  place.missing = undefined;
  countMissing(place.points, -hitsPerSecond, sinceMs);
  const missed = (hitsPerSecond * (wallClockMs() - sinceMs)) / 1e3;
  for (let index = 0; index < place.points.length; index++) {
    const entry = place.points[index];
    if (entry !== undefined && !isEnd(entry.point.role)) count(entry.runtime, cell.unseenHits, missed);
  }
}

function countMissing(points: Place['points'], hitsPerSecond: number, sinceMs: number): void {
  for (let index = 0; index < points.length; index++) {
    const entry = points[index];
    // What ends a time is no hit.
    if (entry === undefined || isEnd(entry.point.role)) continue;
    const { runtime } = entry;
    count(runtime, cell.outRate, hitsPerSecond);
    count(runtime, cell.outRateMs, hitsPerSecond * sinceMs);
  }
}
