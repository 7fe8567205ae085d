import { expect, test } from 'vitest';
import { createTokenBucket } from '../../../agent/src/probe/tokenBucket.ts';

const second = 1e9;

test('starts full, allows a burst, then the average', () => {
  const bucket = createTokenBucket(2, 4, 0);
  bucket.spend(4, 0);
  expect(bucket.level).toBe(0);
  bucket.refill(second);
  expect(bucket.level).toBe(2);
  bucket.refill(10 * second);
  expect(bucket.level).toBe(4);
});

test('a debt is paid before there is more', () => {
  const bucket = createTokenBucket(1, 1, 0);
  bucket.spend(3, 0);
  bucket.refill(second);
  expect(bucket.level).toBe(-1);
});

test('a smaller capacity takes effect at once', () => {
  const bucket = createTokenBucket(1, 10, 0);
  bucket.setRate(1, 3);
  expect(bucket.level).toBe(3);
});
