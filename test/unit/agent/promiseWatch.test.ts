import { expect, test } from 'vitest';
import { createPromiseWatch } from '../../../agent/src/probe/promiseWatch.ts';

test('tells an async function’s own promise, and when it is settled, whichever way', async () => {
  const watch = createPromiseWatch();
  watch.setOn(true);
  const settled: string[] = [];
  const note = (name: string) => watch.onSettled(watch.newest() ?? {}, () => settled.push(name));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const functions = {
    async returns() {
      note('returns');
    },
    async throws() {
      note('throws');
      throw new Error('thrown');
    },
    async adopts() {
      note('adopts');
      return turn();
    },
    async never() {
      note('never');
      await new Promise(() => {});
    },
  };
  const results = [functions.returns(), functions.throws().catch(() => {}), functions.adopts()];
  void functions.never();
  expect(settled).toEqual(['returns', 'throws']);
  await Promise.all(results);
  expect(settled).toEqual(['returns', 'throws', 'adopts']);
  watch.setOn(false);
});

test('knows nothing once it is off', async () => {
  const watch = createPromiseWatch();
  watch.setOn(true);
  let isCalled = false;
  const pending = (async () => {
    watch.onSettled(watch.newest() ?? {}, () => (isCalled = true));
    await Promise.resolve();
  })();
  watch.setOn(false);
  await pending;
  expect(isCalled).toBe(false);
  expect(watch.newest()).toBeUndefined();
});
