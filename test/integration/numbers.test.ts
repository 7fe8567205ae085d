import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeSpecInput, Series } from '@stillframe/protocol';
import { appPath, probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

const file = 'timed.cjs';
const line1 = (name: string) => probeLine(appPath(file), name);
const at = (name: string) => ({ file, line1: line1(name) });

/** What the program itself knows: the time runs from between `before` and `from` to between `to` and `after`. */
type Call = {
  readonly id: string;
  readonly before: number;
  readonly from: number;
  readonly to: number;
  readonly after: number;
};

let rig: Rig;
let app: App;

beforeAll(async () => {
  rig = await startRig();
  app = await rig.start(file, { env: { STILLFRAME_BUDGET: '0.25' } });
});
afterAll(() => rig.stop());
afterEach(async () => {
  const ids = [...rig.client.probes.keys()];
  if (ids.length > 0) await rig.client.call('probes/remove', { ids });
  await rig.client.until('empty list of probes', () => rig.client.probes.size === 0);
});

const seriesOf = (id: string) => rig.client.status(id)?.series ?? [];
const countsOf = (id: string) => rig.client.status(id)?.counts;
const sumOf = (series: readonly Series[]) => series.reduce((sum, { count }) => sum + count, 0);
const run = async (calls: readonly object[]) => (await app.post('/calls', { kind: 'request', calls })) as Call[];

describe('a tic-toc', () => {
  const tictoc = (more: Partial<ProbeSpecInput> = {}) =>
    rig.client.placeAnd('armed', { kind: 'tictoc', at: at('tic'), to: at('toc'), ...more } as ProbeSpecInput);

  /** Each group's times lie between what its own calls know. */
  const expectTimes = async (id: string, calls: readonly Call[], total: number) => {
    await rig.client.until(`${total} times`, () => sumOf(seriesOf(id)) >= total);
    expect(sumOf(seriesOf(id))).toBe(total);
    for (const { key, count, min = NaN, max = NaN } of seriesOf(id)) {
      const own = calls.filter((call) => call.id === key);
      expect({ key, count }).toEqual({ key, count: own.length });
      expect(min).toBeGreaterThanOrEqual(Math.min(...own.map(({ from, to }) => to - from)));
      expect(max).toBeLessThanOrEqual(Math.max(...own.map(({ before, after }) => after - before)));
    }
  };

  test('pairs 300 overlapping HTTP requests across functions and awaits, and never mixes two', async () => {
    const id = await tictoc({ by: 'call.id' });
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => app.get(`/one?id=c${index % 75}&ms=${(index % 75) * 4}`)),
    );
    await expectTimes(id, answers as Call[], 300);
    expect(countsOf(id)).toMatchObject({ hits: 300, open: 0, unpaired: 0, unopened: 0 });
  });

  test('pairs by an explicit key', async () => {
    const id = await tictoc({ by: 'call.id', key: 'call.id' });
    const calls = await run(
      Array.from({ length: 60 }, (_, index) => ({ id: `k${index}`, ms: ((index * 7) % 60) * 5 })),
    );
    await expectTimes(id, calls, 60);
  });

  test('counts a tic without its toc as open, and a toc without a tic', async () => {
    const id = await tictoc({ by: 'call.id' });
    await app.get('/one?id=a&ms=1&end=lost');
    await app.get('/one?id=b&ms=1&end=unbegun');
    const calls = [await app.get('/one?id=c&ms=1')] as Call[];
    await expectTimes(id, calls, 1);
    expect(countsOf(id)).toMatchObject({ open: 1, unpaired: 0, unopened: 1 });
  });

  test('takes the newest of two tics in a row', async () => {
    const id = await tictoc({ by: 'call.id' });
    const calls = [await app.get('/one?id=a&ms=30&end=twice')] as Call[];
    await expectTimes(id, calls, 1);
    expect(countsOf(id)).toMatchObject({ hits: 2, open: 1 });
  });

  test('does not time what its condition lets go', async () => {
    const id = await tictoc({ by: 'call.id', condition: "call.id === 'a'" });
    const calls = await run(['b', 'a', 'c', 'd'].map((name, index) => ({ id: name, ms: index * 10 })));
    await expectTimes(
      id,
      calls.filter((call) => call.id === 'a'),
      1,
    );
    expect(countsOf(id)).toMatchObject({ hits: 4, conditionFalse: 3, open: 0 });
  });

  test('with both ends on one line is refused', async () => {
    await expect(rig.client.place({ kind: 'tictoc', at: at('tic'), to: at('tic') })).rejects.toThrow(/needs two lines/);
  });

  test('leaves no async hook behind', async () => {
    const before = await app.get('/hooks');
    const id = await tictoc({ by: 'call.id' });
    await expectTimes(id, [(await app.get('/one?id=a&ms=1')) as unknown as Call], 1);
    await rig.client.call('probes/remove', { ids: [id] });
    await rig.client.until('removal', () => rig.client.probes.size === 0);
    // The agent hears of it a moment later.
    const hooks = async (): Promise<true> =>
      (await app.get('/hooks'))['asyncId'] === before['asyncId'] ? true : hooks();
    expect(await hooks()).toBe(true);
  });
});

describe('numbers', () => {
  test('are reported while the thread that makes them is blocked', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('counting') });
    let isBlocked = true;
    const answer = app.get('/block?ms=5000&every=5').finally(() => (isBlocked = false));
    const count = () => seriesOf(id)[0]?.count ?? 0;
    await rig.client.until('the first report', () => count() > 0);
    const first = count();
    await rig.client.until('a later report', () => count() > first);
    expect(isBlocked).toBe(true);
    const { rounds } = await answer;
    await rig.client.until('all', () => count() === rounds);
  });

  test('of a metric may be zero, negative, huge, tiny or a bigint; others are counted as failed', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'metric', at: at('given'), value: 'value' });
    await app.get('/odd');
    await rig.client.until('numbers', () => countsOf(id)?.hits === 7);
    expect(countsOf(id)).toMatchObject({ captured: 5, conditionFailed: 2 });
    expect(seriesOf(id)).toMatchObject([{ count: 5, min: -5.5, max: 1e300 }]);
    expect(rig.client.status(id)?.lastFailure?.message).toMatch(/it gave (NaN|-Infinity), not a finite number/);
  });

  test('of more than 100 groups go under "other"', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('counting'), by: 'round' });
    await app.get('/rounds?count=150');
    await rig.client.until('other', () => seriesOf(id).some(({ key, count }) => key === 'other' && count > 0));
    expect(seriesOf(id)).toHaveLength(101);
  });
});

test.each([
  ['duration', (): ProbeSpecInput => ({ kind: 'duration', at: at('counting') })],
  ['tictoc', (): ProbeSpecInput => ({ kind: 'tictoc', at: at('round'), to: at('counting') })],
])('a %s of a hot function is sampled, and no time spans one during which its places were out', async (_kind, spec) => {
  // Within the ordinary budget it has to be taken out many times.
  const frugal = await rig.start(file);
  const ofFrugal = () => rig.client.probes.get(id)?.statuses.find(({ status }) => status.state === 'throttled')?.status;
  const id = await rig.client.placeAnd('armed', { ...spec(), target: { pid: frugal.child.pid } });
  let [rounds, longestMs, throttledTimes, times] = [0, 0, 0, 0];
  while (throttledTimes < 3) {
    const answer = await frugal.get('/block?ms=20&every=0');
    rounds += Number(answer['rounds']);
    longestMs = Math.max(longestMs, Number(answer['longestMs']));
    const now = sumOf(ofFrugal()?.series ?? []);
    if (now > times) throttledTimes++;
    times = now;
  }
  const status = ofFrugal();
  const [series] = status?.series ?? [];
  expect(status?.counts.captured ?? Infinity).toBeLessThan(rounds);
  expect(status?.estimateFactor).toBeGreaterThan(1);
  expect(series?.max ?? NaN).toBeLessThanOrEqual(longestMs);
  await frugal.stop();
});
