import { expect, test } from 'vitest';
import { createBreaker, type BreakerLimits } from '../../../agent/src/shared/breaker.ts';

const limits: BreakerLimits = { faults: 3, windowMs: 60_000, overBudget: 5, overBudgetMs: 10_000 };

test('the last of so many faults within the window is one too many', () => {
  const breaker = createBreaker(0.01, limits);
  expect(breaker.fault('a.', 0)).toBeUndefined();
  expect(breaker.fault('b.', 1)).toBeUndefined();
  expect(breaker.fault('c.', 59_999)).toBe('3 faults of its own within 60 s, the last: c.');
});

test('faults that are further apart are lived with', () => {
  const breaker = createBreaker(0.01, limits);
  for (let atMs = 0; atMs < 1e7; atMs += 30_000) expect(breaker.fault('a.', atMs)).toBeUndefined();
});

test('ten seconds on end far over the budget are too many; a moment below it is a new beginning', () => {
  const breaker = createBreaker(0.01, limits);
  for (let round = 0; round < 9; round++) expect(breaker.load(0.06, 1_000)).toBeUndefined();
  expect(breaker.load(0.05, 1_000)).toBeUndefined();
  for (let round = 0; round < 9; round++) expect(breaker.load(0.06, 1_000)).toBeUndefined();
  expect(breaker.load(0.06, 1_000)).toBe('its probes took 6 % of a core for 10 s, with a budget of 1 %.');
});

test('after a reset everything is forgotten', () => {
  const breaker = createBreaker(0.01, limits);
  breaker.fault('a.', 0);
  breaker.fault('a.', 0);
  breaker.load(0.06, 9_000);
  breaker.reset();
  expect(breaker.fault('a.', 0)).toBeUndefined();
  expect(breaker.load(0.06, 9_000)).toBeUndefined();
});
