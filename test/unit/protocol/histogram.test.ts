import { array, assert, constant, double, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bucketCount,
  bucketMiddle,
  bucketOf,
  mergeBuckets,
  mergeSeries,
  quantile,
  summarize,
  type Series,
} from '@stillframe/protocol';

describe('log-linear buckets', () => {
  test.each([1, 1.5, 2, 3.15, 1000, 123456.789, 2 ** 31, 2 ** 40, 0.001, 1e-5, -1, -0.5, -99999])(
    '%d is within 1.6 %% of the middle of its bucket',
    (value) => {
      const middle = bucketMiddle(bucketOf(value));
      expect(Math.abs(middle - value) / Math.abs(value)).toBeLessThanOrEqual(1 / 64);
    },
  );

  test('buckets grow with their values and stay inside', () => {
    let last = -1;
    for (const value of [-Infinity, -1e15, -5, -1e-9, 0, 1e-9, 1e-6, 0.5, 1, 7, 1e9, 1e15, Infinity]) {
      const bucket = bucketOf(value);
      expect(bucket).toBeGreaterThanOrEqual(last);
      expect(bucket).toBeLessThan(bucketCount);
      last = bucket;
    }
    expect(bucketOf(0)).toBe(bucketOf(-0));
  });

  test('powers of two and their neighbours fall into the right octave', () => {
    for (let exponent = -19; exponent < 44; exponent++) {
      const value = 2 ** exponent;
      expect(bucketOf(value)).toBeGreaterThan(bucketOf(value * (1 - Number.EPSILON)));
    }
  });
});

describe('quantiles', () => {
  const buckets = mergeBuckets(
    Array.from({ length: 1000 }, (_, index) => [bucketOf(index + 1), 1] as const).reduce(
      (all, one) => mergeBuckets(all, [one]),
      [] as readonly (readonly [number, number])[],
    ),
    [],
  );
  test.each([
    [0.5, 500],
    [0.9, 900],
    [0.99, 990],
  ])('p%d of 1 to 1000', (q, expected) => {
    expect(Math.abs(quantile(buckets, q, 1, 1000) - expected) / expected).toBeLessThan(0.035);
  });
  test('the extremes are exact, nothing recorded is NaN', () => {
    expect(quantile(buckets, 0, 1, 1000)).toBeCloseTo(1, 1);
    expect(quantile(buckets, 1, 1, 1000)).toBeLessThanOrEqual(1000);
    expect(quantile([], 0.5, NaN, NaN)).toBeNaN();
  });
});

describe('a series', () => {
  const seriesOf = (values: readonly number[]): Series => ({
    count: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    last: values.at(-1),
    buckets: values
      .map((value) => [[bucketOf(value), 1]] as const)
      .reduce((all: ReturnType<typeof mergeBuckets>, one) => mergeBuckets(all, one), [])
      .map(([bucket, count]): [number, number] => [bucket, count]),
  });
  const inRange = double({ min: 2 ** -20, max: 2 ** 43, noNaN: true });
  const values = array(
    oneof(
      inRange,
      inRange.map((value) => -value),
      constant(0),
    ),
    {
      minLength: 1,
      maxLength: 300,
    },
  );
  const quantiles = [
    [0.5, 'p50'],
    [0.9, 'p90'],
    [0.99, 'p99'],
    [0.999, 'p999'],
  ] as const;

  test('gives every percentile within 1.6 % of the value at that rank', () => {
    assert(
      property(values, (all) => {
        const sorted = all.toSorted((a, b) => a - b);
        const summary = summarize(seriesOf(all));
        for (const [q, name] of quantiles) {
          const exact = sorted[Math.max(1, Math.ceil(q * all.length)) - 1] ?? NaN;
          expect(Math.abs((summary?.[name] ?? NaN) - exact)).toBeLessThanOrEqual(Math.abs(exact) / 64);
        }
        expect(summary).toMatchObject({ min: sorted[0], max: sorted.at(-1) });
      }),
    );
  });

  test('of several instances merges to what one instance would have counted', () => {
    assert(
      property(values, values, values, (a, b, c) => {
        const merged = mergeSeries(mergeSeries(seriesOf(a), seriesOf(b)), seriesOf(c));
        const whole = seriesOf([...a, ...b, ...c]);
        expect({ ...merged, sum: 0 }).toEqual({ ...whole, key: undefined, sum: 0 });
      }),
    );
  });

  test('takes values beyond its range as the nearest it has, its extremes as they are', () => {
    const summary = summarize(seriesOf([-1e300, 1e-30, 5e-324, 1e300]));
    expect(summary).toMatchObject({ min: -1e300, max: 1e300, p50: 0 });
  });
});
