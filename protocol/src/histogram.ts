/**
 * A log-linear histogram (the HDR family): 32 buckets per power of two, so a bucket's middle is within 1.6 % of any value
 * in it; magnitudes from 2^-20 (about 1e-6) to 2^44 (about 1.7e13) and their negatives. Constant memory, no imports: the
 * agent writes it on the app's thread, everyone else reads it.
 */
const subBits = 5;
const subCount = 1 << subBits;
const minExponent = -20;
const maxExponent = 44;
const half = (maxExponent - minExponent) * subCount;

/** Buckets in all: negatives, one for values nearer to zero than 2^-20, positives. */
export const bucketCount = 2 * half + 1;
const zeroBucket = half;

/** The bucket of a finite number; values beyond the range go to the outermost bucket. */
export function bucketOf(value: number): number {
  const magnitude = value < 0 ? -value : value;
  if (magnitude < 2 ** minExponent) return zeroBucket;
  const exponent = exponentOf(magnitude);
  const offset =
    exponent >= maxExponent
      ? half - 1
      : (exponent - minExponent) * subCount + (((magnitude / 2 ** exponent - 1) * subCount) | 0);
  return value < 0 ? zeroBucket - 1 - offset : zeroBucket + 1 + offset;
}

function exponentOf(magnitude: number): number {
  // 31 - clz32 is exact and quick for the usual range; the rest takes the logarithm and mends its rounding.
  if (magnitude >= 1 && magnitude < 2 ** 31) return 31 - clz32(magnitude | 0);
  const guess = floor(log2(magnitude));
  if (2 ** guess > magnitude) return guess - 1;
  return 2 ** (guess + 1) <= magnitude ? guess + 1 : guess;
}

// Taken when the module loads, before the app could patch Math.
const { clz32, floor, log2 } = Math;

/** The middle of a bucket's range. */
export function bucketMiddle(bucket: number): number {
  if (bucket === zeroBucket) return 0;
  const offset = bucket > zeroBucket ? bucket - zeroBucket - 1 : zeroBucket - 1 - bucket;
  const exponent = Math.floor(offset / subCount) + minExponent;
  const middle = 2 ** exponent * (1 + ((offset % subCount) + 0.5) / subCount);
  return bucket > zeroBucket ? middle : -middle;
}

/** Sparse buckets, sorted by bucket: `[bucket, count]`. */
export type SparseBuckets = readonly (readonly [number, number])[];

/**
 * The value below which `q` (0 to 1) of the recorded values lie, within 1.6 %; clamped to `min` and `max`, so the
 * extremes are exact. NaN when nothing was recorded.
 */
export function quantile(buckets: SparseBuckets, q: number, min: number, max: number): number {
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return NaN;
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= rank) return Math.min(max, Math.max(min, bucketMiddle(bucket)));
  }
  return max;
}

/** The sum of two sparse histograms. */
export function mergeBuckets(a: SparseBuckets, b: SparseBuckets): SparseBuckets {
  const merged = new Map<number, number>(a);
  for (const [bucket, count] of b) merged.set(bucket, (merged.get(bucket) ?? 0) + count);
  return [...merged].sort(([left], [right]) => left - right);
}
