import { bucketMiddle, type SparseBuckets } from '@stillframe/protocol/histogram';

/** Neighbouring buckets as one bar; `from` and `to` are the middles of its outermost buckets. */
export type HistogramBar = { readonly from: number; readonly to: number; readonly count: number };

/** A distribution as at most `maxBars` bars of equal width on its log-linear scale, from its smallest to its largest value. */
export function histogramBars(buckets: SparseBuckets, maxBars: number): readonly HistogramBar[] {
  const first = buckets[0]?.[0];
  const last = buckets.at(-1)?.[0];
  if (first === undefined || last === undefined) return [];
  const per = Math.ceil((last - first + 1) / maxBars);
  const bars = Array.from({ length: Math.ceil((last - first + 1) / per) }, (_, index) => ({
    from: bucketMiddle(first + index * per),
    to: bucketMiddle(Math.min(last, first + (index + 1) * per - 1)),
    count: 0,
  }));
  for (const [bucket, count] of buckets) {
    const bar = bars[Math.floor((bucket - first) / per)];
    if (bar !== undefined) bar.count += count;
  }
  return bars;
}
