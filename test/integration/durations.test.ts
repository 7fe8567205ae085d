import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeSpecInput, Series } from '@stillframe/protocol';
import { appPath, probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

const file = 'timed.cjs';
const line1 = (name: string) => probeLine(appPath(file), name);
const at = (name: string) => ({ file, line1: line1(name) });

/** What the program itself knows of a call: `before` and `after` it was surely not inside, `from` and `to` it surely was. */
type Call = {
  readonly id: string;
  readonly before: number;
  readonly from: number;
  readonly to: number;
  readonly after: number;
};
type Asked = { id: string; ms: number; end?: string | undefined; children?: readonly Asked[] };

let rig: Rig;
let app: App;

beforeAll(async () => {
  rig = await startRig();
  // Throttling has a test of its own.
  app = await rig.start(file, { env: { STILLFRAME_BUDGET: '0.25' } });
});
afterAll(() => rig.stop());
afterEach(async () => {
  const ids = [...rig.client.probes.keys()];
  if (ids.length > 0) await rig.client.call('probes/remove', { ids });
  await rig.client.until('empty list of probes', () => rig.client.probes.size === 0);
});

const run = async (kind: string, calls: readonly Asked[]) => (await app.post('/calls', { kind, calls })) as Call[];
const seriesOf = (id: string) => rig.client.status(id)?.series ?? [];
const sumOf = (series: readonly Series[]) => series.reduce((sum, { count }) => sum + count, 0);
const measure = (name: string, more: Partial<ProbeSpecInput> = {}) =>
  rig.client.placeAnd('armed', { kind: 'duration', at: at(name), by: 'call.id', ...more } as ProbeSpecInput);

/** Waits for `count` times and checks each against what the program knows: a time of another call would not fit. */
async function expectTimes(id: string, calls: readonly Call[], count: number) {
  await rig.client.until(`${count} times`, () => sumOf(seriesOf(id)) >= count);
  const byId = new Map(calls.map((call) => [call.id, call]));
  expect(sumOf(seriesOf(id))).toBe(count);
  for (const { key = '', count: times, min = NaN, max = NaN } of seriesOf(id)) {
    const call = byId.get(key);
    if (call === undefined) throw new Error(`a time of an unknown call ${key}`);
    expect({ key, times }).toEqual({ key, times: 1 });
    expect(min).toBeGreaterThanOrEqual(call.to - call.from);
    expect(max).toBeLessThanOrEqual(call.after - call.before);
  }
}

const many = (count: number, end: (index: number) => string | undefined = () => undefined): Asked[] =>
  // Every length differs from its neighbours', so that a mixed pair stands out.
  Array.from({ length: count }, (_, index) => ({ id: `c${index}`, ms: ((index * 37) % count) + 1, end: end(index) }));

describe('duration of an async function', () => {
  test('is from its call to its completion, whichever way it ends, with 90 of them at once', async () => {
    const id = await measure('job');
    const ends = [undefined, 'early', 'throw', 'reject', 'promise', 'finally'];
    const calls = await run(
      'job',
      many(90, (index) => ends[index % ends.length]),
    );
    await expectTimes(id, calls, 90);
    expect(rig.client.status(id)?.counts).toMatchObject({ hits: 90, captured: 90, open: 0, unpaired: 0 });
  });

  test('is of the call itself, also when it calls itself and ends before its children', async () => {
    const id = await measure('tree');
    const child = (name: string, ms: number): Asked => ({ id: name, ms, children: [{ id: `${name}.0`, ms: 40 - ms }] });
    const roots = Array.from({ length: 20 }, (_, index): Asked => {
      const name = `r${index}`;
      return { id: name, ms: index % 5, children: [child(`${name}.0`, index), { id: `${name}.1`, ms: 30 }] };
    });
    const calls = await run('tree', roots);
    await expectTimes(id, calls, 80);
  });

  test('works for an arrow function without braces and a destructured parameter', async () => {
    const id = await measure('brief');
    const calls = await run('brief', many(5));
    await expectTimes(id, calls, 5);
  });

  test('times only calls whose condition is true on entry', async () => {
    const id = await measure('job', { condition: 'call.ms > 3' });
    const calls = await run('job', many(10));
    await expectTimes(id, calls, 7);
    expect(rig.client.status(id)?.counts).toMatchObject({ hits: 10, conditionFalse: 3, captured: 7 });
  });

  test('may be asked for on any line of the function, and is shown where the function begins', async () => {
    const places = [at('jobEarly'), at('job'), { file, line1: line1('job') - 1 }];
    for (const place of places) {
      const id = await rig.client.placeAnd('armed', { kind: 'duration', at: place });
      expect(rig.client.status(id)?.bound).toMatchObject([{ line1: line1('job') }]);
    }
  });
});

describe('duration of a synchronous function', () => {
  test('is right in recursion, and when it throws', async () => {
    const id = await measure('sync');
    const leaf = (name: string, end?: string): Asked => ({ id: name, ms: 0.2, ...(end === undefined ? {} : { end }) });
    const calls = await run('sync', [
      { id: 'a', ms: 1, children: [leaf('a0'), { id: 'a1', ms: 0.5, children: [leaf('a10', 'throw'), leaf('a11')] }] },
      { id: 'b', ms: 1, children: [leaf('b0', 'early'), leaf('b1', 'throw')] },
    ]);
    await expectTimes(id, calls, 8);
  });

  test('never takes a call for another that an exception left through', async () => {
    const id = await measure('sync');
    const lost = (name: string, children: readonly Asked[] = []): Asked => ({
      id: name,
      ms: 0.2,
      end: 'callee',
      children,
    });
    const kept = (name: string, children: readonly Asked[] = []): Asked => ({ id: name, ms: 0.3, children });
    const calls = await run('sync', [
      kept('a', [lost('a0'), lost('a1', [kept('a10'), lost('a11')]), kept('a2')]),
      lost('b', [lost('b0', [kept('b00', [lost('b000')])])]),
      kept('c', [lost('c0')]),
      kept('d'),
    ]);
    await expectTimes(id, calls, 6);
    expect(rig.client.status(id)?.counts).toMatchObject({ hits: 13, captured: 6, open: 0, unpaired: 7 });
  });

  test('does not mistake a call that its condition lets go', async () => {
    const id = await measure('sync', { condition: "call.id !== 'a0' && call.id !== 'b'" });
    const inner = (name: string, end?: string): Asked => ({ id: name, ms: 0.2, ...(end === undefined ? {} : { end }) });
    const calls = await run('sync', [
      { id: 'a', ms: 0.3, children: [{ id: 'a0', ms: 2, children: [inner('a00')] }] },
      { id: 'b', ms: 2, children: [inner('b0', 'callee')] },
      inner('c'),
    ]);
    await expectTimes(id, calls, 3);
  });

  test.each([
    ['doubled', 'an arrow function'],
    ['made', 'a constructor'],
  ])('works for %s, %s', async (name) => {
    const id = await measure(name);
    await expectTimes(id, await run(name, many(5)), 5);
  });

  test('works for a getter', async () => {
    const id = await measure('size', { by: undefined });
    await run('made', many(5));
    await rig.client.until('5 times', () => sumOf(seriesOf(id)) === 5);
  });
});

test.each([
  ['generator', /is a generator.*Use a tic-toc/],
  ['loop', /begins with a loop.*Use a tic-toc/],
  ['held', /no place to stop at where it ends.*Use a tic-toc/],
  ['top', /is not inside a function\. Choose/],
])('refuses with a reason and the next step: %s', async (name, message) => {
  const id = await rig.client.placeAnd('failed', { kind: 'duration', at: at(name) });
  expect(rig.client.status(id)?.reason?.message).toMatch(message);
});
