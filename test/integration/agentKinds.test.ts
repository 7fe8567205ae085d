import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { summarize, type Capture, type Property, type Value } from '@stillframe/protocol';
import { appPath, probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

const file = 'orders.cjs';
const line1 = (name: string) => probeLine(appPath(file), name);
const at = (name: string) => ({ file, line1: line1(name) });

let rig: Rig;
let app: App;

beforeAll(async () => {
  rig = await startRig();
  app = await rig.start(file);
});
afterAll(() => rig.stop());
afterEach(async () => {
  const ids = [...rig.client.probes.keys()];
  if (ids.length > 0) await rig.client.call('probes/remove', { ids });
  await rig.client.until('empty list of probes', () => rig.client.probes.size === 0);
  rig.client.captures.length = 0;
  rig.client.logs.length = 0;
});

const localsOf = (capture: Capture, frame = 0): Record<string, Value> =>
  Object.fromEntries(
    (capture.frames[frame]?.scopes ?? []).flatMap(({ variables }) => variables.map(({ k, v }) => [k, v])),
  );
const propertyOf = (value: Value | undefined, name: string): Value | undefined =>
  value?.t === 'object' ? value.props.find(({ k }: Property) => k === name)?.v : undefined;
const captureOf = (id: string) =>
  rig.client.until('capture', () => rig.client.captures.find(({ probeId }) => probeId === id));

describe('snapshot', () => {
  test('has the stack and the variables of the probed frame and of its callers', async () => {
    // The default 10 ms are of wall-clock time, which a busy machine may spend elsewhere.
    const limits = { captureMs: 50 };
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('priced'), limits });
    expect(await app.get('/order?user=2&qty=3')).toEqual({ startedBy: 'Bo', total: 18 });
    const capture = await captureOf(id);

    expect(capture.frames[0]).toMatchObject({ name: 'priceOf', line1: line1('priced'), origin: 'app' });
    expect(localsOf(capture)).toMatchObject({
      discount: { t: 'number', v: 0.5 },
      rate: { t: 'number', v: 0.5 },
      total: { t: 'number', v: 15 },
      cart: { t: 'object', name: 'Cart' },
    });
    const caller = capture.frames.findIndex(({ name }) => name === 'checkout');
    expect(localsOf(capture, caller)).toMatchObject({ startedBy: { t: 'string', v: 'Bo' } });
    // The caller waits in `const net = priceOf(…)`: net has no value yet. Node 20's V8 cannot tell that from undefined.
    expect(['uninitialised', undefined]).toContain((localsOf(capture, caller)['net'] as { reason?: string }).reason);
    expect(capture.cost.pauseNs).toBeGreaterThan(0);
    // Reached through an await: V8's own async frames.
    expect(capture.frames.some(({ name, isAsync }) => name === 'answer' && isAsync === true)).toBe(true);
  });

  test('of one frame never pauses', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('priced'), frames: 1 });
    await app.get('/order');
    const capture = await captureOf(id);
    expect(capture.cost.pauseNs).toBe(0);
    expect(capture.frames.slice(1).every(({ scopes }) => scopes === undefined)).toBe(true);
  });

  test('takes only what its condition lets through, and counts the rest', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('checkedOut'),
      condition: "user.name === 'Bo' && total > 10",
      watches: [
        { expression: 'user.name.length' },
        { expression: 'cart.lines[0].qty' },
        { expression: 'cart.gone.qty' },
      ],
    });
    for (let index = 0; index < 5; index++) await app.get('/order?user=1');
    await app.get('/order?user=2&qty=9');
    const capture = await captureOf(id);
    expect(localsOf(capture)['startedBy']).toEqual({ t: 'string', v: 'Bo' });
    expect(capture.watches.slice(0, 2).map(({ value }) => value)).toEqual([
      { t: 'number', v: 2 },
      { t: 'number', v: 9 },
    ]);
    expect(capture.watches[2]?.error).toMatchObject({ code: 'EXPRESSION_FAILED' });
    await rig.client.until('counts', () => rig.client.status(id)?.counts.conditionFalse === 5);
    expect(rig.client.status(id)?.counts).toMatchObject({ hits: 6, captured: 1, conditionFailed: 0 });
  });

  test('stops after its hits, exactly', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('priced'),
      maxHits: 2,
      ratePerSecond: 50,
    });
    for (let index = 0; index < 6; index++) await app.get('/order');
    await rig.client.until('end', () => rig.client.probes.get(id)?.ended === 'done');
    expect(rig.client.captures).toHaveLength(2);
  });

  test('keeps secrets in the process', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('checkedOut'),
      watches: [{ expression: 'user.password' }],
    });
    await app.get('/order');
    const capture = await captureOf(id);
    expect(propertyOf(localsOf(capture)['user'], 'password')).toEqual({ t: 'redacted', reason: 'name' });
    expect(capture.watches[0]?.value).toEqual({ t: 'redacted', reason: 'name' });
    expect(JSON.stringify(capture)).not.toContain('correct horse');
  });

  test('reads its watches, however large the variables are', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('hostile'),
      limits: { captureMs: 50, captureBytes: 1_024 },
      watches: [{ expression: 'long.length' }],
    });
    await app.get('/hostile');
    const capture = await captureOf(id);
    expect(Object.values(localsOf(capture))).toContainEqual({ t: 'unavailable', reason: 'bytes' });
    expect(capture.watches[0]?.value).toEqual({ t: 'number', v: 50 * 1_048_576 });
  });

  test('reads hostile values without running any of their code, and within bounds', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('hostile'), limits: { captureMs: 50 } });
    expect(await app.get('/hostile')).toEqual({ count: 8, touched: null });
    const capture = await captureOf(id);
    const locals = localsOf(capture);
    expect(locals['proxy']).toMatchObject({ t: 'object', kind: 'proxy' });
    expect(propertyOf(locals['getter'], 'value')).toMatchObject({ t: 'accessor' });
    const ring = locals['cyclic'] as Extract<Value, { t: 'object' }>;
    expect(propertyOf(ring, 'self')).toEqual({ t: 'ref', id: ring.id });
    // V8 takes about 10 ms to list 100,000 keys, so that either limit may be what ends it.
    expect(['properties', 'time']).toContain((locals['wide'] as Extract<Value, { t: 'object' }>).cut?.reason);
    expect(locals['long']).toMatchObject({ t: 'string', length: 50 * 1_048_576 });
    expect(locals['password']).toEqual({ t: 'redacted', reason: 'name' });
    expect(JSON.stringify(capture).length).toBeLessThan(200_000);
    expect(await app.get('/')).toMatchObject({ touched: null });
  });
});

describe('log', () => {
  test('renders its template at each hit', async () => {
    const template = '{user.name} paid {total} for {cart.lines} {{as is}}';
    await rig.client.placeAnd('armed', { kind: 'log', at: at('checkedOut'), template, level: 'warn' });
    await app.get('/order?user=2&qty=1');
    const log = await rig.client.until('log', () => rig.client.logs[0]);
    expect(log).toMatchObject({ level: 'warn' });
    expect(log.text).toMatch(/^Bo paid 6 for .*qty: 1.* \{as is\}$/);
  });

  test('goes to the stdout of the process when asked', async () => {
    await rig.client.placeAnd('armed', { kind: 'log', at: at('checkedOut'), template: 'said {total}', to: 'stdout' });
    await app.get('/order');
    await rig.client
      .until('line on stdout', () => app.output().includes('said 24\n'), 5_000)
      .catch(async () => {
        // Not a message of the hub: look once more after a request went through.
        await app.get('/');
        expect(app.output()).toContain('said 24\n');
      });
    expect(rig.client.logs).toEqual([]);
  });

  test('says in the line what could not be evaluated', async () => {
    await rig.client.placeAnd('armed', { kind: 'log', at: at('checkedOut'), template: 'a {user.gone.name} b {total}' });
    await app.get('/order');
    const log = await rig.client.until('log', () => rig.client.logs[0]);
    expect(log.text).toMatch(/^a <.*user\.gone.*undefined.*> b 24$/);
  });
});

describe('numbers', () => {
  test('a counter counts every hit, by group', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('checkedOut'), by: 'user.name' });
    for (const user of [1, 2, 1, 1]) await app.get(`/order?user=${user}`);
    const series = await rig.client.until('counts', () => {
      const all = rig.client.status(id)?.series ?? [];
      return all.reduce((sum, { count }) => sum + count, 0) === 4 ? all : undefined;
    });
    expect(series.map(({ key, count }) => [key, count]).sort()).toEqual([
      ['Ada', 3],
      ['Bo', 1],
    ]);
  });

  test('a metric keeps the distribution of an expression', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'metric', at: at('checkedOut'), value: 'total' });
    for (let qty = 1; qty <= 10; qty++) await app.get(`/order?qty=${qty}`);
    const series = await rig.client.until('numbers', () => {
      const [only] = rig.client.status(id)?.series ?? [];
      return only?.count === 10 ? only : undefined;
    });
    const summary = summarize(series);
    expect(summary).toMatchObject({ min: 12, max: 120 });
    expect(Math.abs((summary?.p50 ?? 0) - 60) / 60).toBeLessThan(0.02);
  });

  test('a tictoc never mixes requests that overlap', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'tictoc', at: at('tic'), to: at('toc') });
    await app.get('/timed?n=40');
    const series = await rig.client.until('times', () => {
      const [only] = rig.client.status(id)?.series ?? [];
      return only?.count === 40 ? only : undefined;
    });
    // Job n sleeps 5 + n ms. A mixed pair would be shorter than the shortest sleep or much longer than the longest.
    expect(series.min).toBeGreaterThan(4.5);
    expect(series.sum).toBeGreaterThan((40 * (5 + 44)) / 2 - 40);
  });

  test('a metric that is not a number is counted as failed, with the reason', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'metric', at: at('checkedOut'), value: 'user.name' });
    await app.get('/order');
    await rig.client.until('failure', () => rig.client.status(id)?.counts.conditionFailed === 1);
    expect(rig.client.status(id)?.lastFailure).toMatchObject({ code: 'EXPRESSION_FAILED' });
  });
});

describe('probes at the same line', () => {
  test('share one breakpoint and each do their work', async () => {
    const counter = await rig.client.placeAnd('armed', { kind: 'counter', at: at('checkedOut') });
    const log = await rig.client.placeAnd('armed', { kind: 'log', at: at('checkedOut'), template: '{total}' });
    const snapshot = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('checkedOut') });
    await app.get('/order');
    await captureOf(snapshot);
    await rig.client.until('log', () => rig.client.logs.some(({ probeId }) => probeId === log));
    await rig.client.until('count', () => rig.client.status(counter)?.series?.[0]?.count === 1);
  });
});

describe('a line run a million times', () => {
  test('is throttled instead of stopping the service, and its count is an estimate', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('hot') });
    // 20 million hits at 30 µs would be ten minutes.
    expect(await app.get('/hot?times=20000000')).toEqual({ sum: 59999997 });
    await rig.client.until('throttled', () => rig.client.status(id)?.state === 'throttled');
    expect(rig.client.status(id)?.reason).toMatchObject({ code: 'THROTTLED_BUDGET' });
    expect(rig.client.status(id)?.cost.totalNs).toBeLessThan(500e6);
  });
});

test('nothing is left when the last probe is gone', async () => {
  await rig.client.placeAnd('armed', { kind: 'counter', at: at('priced') });
  const [id] = [...rig.client.probes.keys()];
  await rig.client.call('probes/remove', { ids: [id ?? ''] });
  await rig.client.until('removal', () => rig.client.probes.size === 0);
  // The agent has heard of it when it reports no more; a request after that sees no global of ours.
  await rig.client.until('clean process', () => true);
  expect(await app.get('/')).toMatchObject({ globals: false });
});
