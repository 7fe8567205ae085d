import * as v from 'valibot';
import { mergeBuckets, quantile } from './histogram.ts';

/**
 * The numbers of one probe (or of one group of it) in one instance, cumulative. `key` is absent when not grouped.
 * A counter has only `count`; a tictoc and a duration record milliseconds; a metric what its expression gave.
 */
export const SeriesSchema = v.object({
  key: v.optional(v.string()),
  /** Scaled, like `sum`, when the probe was sampled (see ProbeStatus.estimateFactor); else exact. */
  count: v.number(),
  sum: v.optional(v.number()),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
  last: v.optional(v.number()),
  /** `[bucket, count]` of histogram.ts, sorted by bucket. */
  buckets: v.optional(v.array(v.tuple([v.number(), v.number()]))),
});
export type Series = v.InferOutput<typeof SeriesSchema>;

/** The same group seen on several instances, as one. */
export function mergeSeries(a: Series, b: Series): Series {
  if (a.buckets === undefined || b.buckets === undefined) return { key: a.key, count: a.count + b.count };
  return {
    key: a.key,
    count: a.count + b.count,
    sum: (a.sum ?? 0) + (b.sum ?? 0),
    min: Math.min(a.min ?? Infinity, b.min ?? Infinity),
    max: Math.max(a.max ?? -Infinity, b.max ?? -Infinity),
    last: b.last ?? a.last,
    buckets: mergeBuckets(a.buckets, b.buckets).map(([bucket, count]) => [bucket, count]),
  };
}

/** What people read of a distribution; NaN where nothing was recorded. */
export type Summary = {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
};

/** Percentiles of a series with buckets; undefined for a counter. */
export function summarize(series: Series): Summary | undefined {
  const { buckets } = series;
  if (buckets === undefined) return undefined;
  const min = series.min ?? NaN;
  const max = series.max ?? NaN;
  const at = (q: number) => quantile(buckets, q, min, max);
  return {
    count: series.count,
    mean: series.count === 0 ? NaN : (series.sum ?? NaN) / series.count,
    min,
    max,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    p999: at(0.999),
  };
}
