import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createOpenings } from '../../../agent/src/probe/openings.ts';
import { createStoragePool } from '../../../agent/src/probe/storagePool.ts';
import { createTicToc } from '../../../agent/src/probe/ticToc.ts';
import { cell, createCells } from '../../../agent/src/shared/memory.ts';

function create(isKeyed: boolean) {
  const cells = createCells();
  const pair = createTicToc(isKeyed, createOpenings(cells), createStoragePool());
  const counts = () => ({ open: cells[cell.open], unpaired: cells[cell.unpaired], unopened: cells[cell.unopened] });
  return { ...pair, counts };
}

test('overlapping asynchronous work never mixes its ends', async () => {
  const pair = create(false);
  const job = async (id: number) => {
    pair.tic(null, null, id, 0);
    await sleep(20 - (id % 20));
    return pair.toc(null, 0)?.startNs;
  };
  const ids = Array.from({ length: 200 }, (_, id) => id);
  expect(await Promise.all(ids.map(job))).toEqual(ids);
  expect(pair.counts()).toEqual({ open: 0, unpaired: 0, unopened: 0 });
});

test('a toc closes its tic once; a toc alone is nothing', async () => {
  const pair = create(false);
  await (async () => {
    expect(pair.toc(null, 0)).toBeUndefined();
    pair.tic(null, 'group', 1, 0);
    expect(pair.toc(null, 0)).toMatchObject({ startNs: 1, group: 'group' });
    expect(pair.toc(null, 0)).toBeUndefined();
  })();
  expect(pair.counts()).toEqual({ open: 0, unpaired: 0, unopened: 2 });
});

test('of two tics in one context the newest counts, and the older stays open', async () => {
  const pair = create(false);
  await (async () => {
    pair.tic(null, null, 1, 0);
    pair.tic(null, null, 2, 0);
    expect(pair.toc(null, 0)?.startNs).toBe(2);
  })();
  expect(pair.counts()).toEqual({ open: 1, unpaired: 0, unopened: 0 });
});

test('work that is not to be timed does not close the tic of the work that started before it', async () => {
  const pair = create(false);
  const job = async (isTimed: boolean) => {
    if (isTimed) pair.tic(null, null, 1, 0);
    else pair.skip();
    await sleep(isTimed ? 10 : 1);
    return pair.toc(null, 0)?.startNs;
  };
  expect(await Promise.all([job(true), job(false)])).toEqual([1, undefined]);
});

test.each([true, false])('a pair with a gap between its ends is given up (keyed: %s)', async (isKeyed) => {
  const pair = create(isKeyed);
  await (async () => {
    pair.tic('a', null, 1, 0);
    expect(pair.toc('a', 1)).toBeUndefined();
  })();
  expect(pair.counts()).toEqual({ open: 0, unpaired: 1, unopened: 0 });
});

test('explicit keys pair across contexts, whatever they are called', () => {
  const pair = create(true);
  pair.tic('__proto__', null, 1, 0);
  pair.tic('b', null, 2, 0);
  expect(pair.toc('__proto__', 0)?.startNs).toBe(1);
  expect(pair.toc('__proto__', 0)).toBeUndefined();
  expect(pair.toc('b', 0)?.startNs).toBe(2);
});

test('a key opened again gives up its older tic', () => {
  const pair = create(true);
  pair.tic('a', null, 1, 0);
  pair.tic('a', null, 2, 0);
  expect(pair.toc('a', 0)?.startNs).toBe(2);
  expect(pair.counts()).toEqual({ open: 0, unpaired: 1, unopened: 0 });
});

test('at most 10,000 keys are open; the oldest is given up', () => {
  const pair = create(true);
  for (let id = 0; id < 10_000; id++) pair.tic(String(id), null, id, 0);
  expect(pair.counts()).toMatchObject({ open: 10_000, unpaired: 0 });
  pair.tic('new', null, 1, 0);
  expect(pair.counts()).toMatchObject({ open: 10_000, unpaired: 1 });
  expect(pair.toc('0', 0)).toBeUndefined();
  expect(pair.toc('1', 0)?.startNs).toBe(1);
  expect(pair.toc('new', 0)?.startNs).toBe(1);
});

test('a hundred thousand tics without a toc are counted and take no more room', () => {
  const pair = create(true);
  for (let id = 0; id < 100_000; id++) pair.tic(String(id), null, id, 0);
  expect(pair.counts()).toMatchObject({ open: 10_000, unpaired: 90_000 });
});

test('a tic is given up after an hour, when the next one comes', () => {
  const pair = create(true);
  const hourNs = 3_600e9;
  pair.tic('a', null, 0, 0);
  pair.tic('b', null, hourNs, 0);
  expect(pair.counts()).toMatchObject({ open: 2, unpaired: 0 });
  pair.tic('c', null, hourNs + 1, 0);
  expect(pair.counts()).toMatchObject({ open: 2, unpaired: 1 });
  expect(pair.toc('a', 0)).toBeUndefined();
});
