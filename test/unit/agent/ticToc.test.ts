import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTicToc } from '../../../agent/src/probe/ticToc.ts';

test('overlapping asynchronous work never mixes its ends', async () => {
  const pair = createTicToc(false);
  const job = async (id: number) => {
    pair.tic(null, null, id);
    await sleep(20 - (id % 20));
    return pair.toc(null)?.startNs;
  };
  const ids = Array.from({ length: 200 }, (_, id) => id);
  expect(await Promise.all(ids.map(job))).toEqual(ids);
});

test('a toc closes its tic once; a toc alone is nothing', async () => {
  const pair = createTicToc(false);
  await (async () => {
    expect(pair.toc(null)).toBeUndefined();
    pair.tic(null, 'group', 1);
    expect(pair.toc(null)).toMatchObject({ startNs: 1, group: 'group' });
    expect(pair.toc(null)).toBeUndefined();
  })();
});

test('explicit keys pair across contexts, whatever they are called', () => {
  const pair = createTicToc(true);
  pair.tic('__proto__', null, 1);
  pair.tic('b', null, 2);
  expect(pair.toc('__proto__')?.startNs).toBe(1);
  expect(pair.toc('__proto__')).toBeUndefined();
  expect(pair.toc('b')?.startNs).toBe(2);
});

test('at most 10,000 keys are open; the oldest is given up', () => {
  const pair = createTicToc(true);
  for (let id = 0; id < 10_000; id++) pair.tic(String(id), null, id);
  expect(pair.toc('0')?.startNs).toBe(0);
  pair.tic('0', null, 0);
  pair.tic('new', null, 1);
  expect(pair.toc('1')).toBeUndefined();
  expect(pair.toc('2')?.startNs).toBe(2);
  expect(pair.toc('new')?.startNs).toBe(1);
});
