import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Capture, Value } from '@stillframe/protocol';
import { appPath, probeLine } from './rig/app.ts';
import { builds } from './rig/builds.ts';
import { startRig, type Rig } from './rig/rig.ts';

// The same program through each compiler: everything by the names of its source.

// Small, so that a machine short of time is not what ends it.
const limits = { captureMs: 50, depth: 1, properties: 5, items: 3 };

let rig: Rig;
const root = mkdtempSync(join(tmpdir(), 'stillframe-builds-'));
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig.stop();
  rmSync(root, { recursive: true, force: true });
});

const line1 = (file: string, name: string) => probeLine(appPath(`minified/${file}`), name);

describe.each(Object.entries(builds))('%s', (name, build) => {
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  const file = join(folder, 'src/main.ts');
  const at = { file, line1: line1('main.ts', 'quoted') };
  let app: Awaited<ReturnType<Rig['start']>>;
  beforeAll(async () => {
    cpSync(appPath('minified'), join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    app = await rig.start(await build(folder), { env: { STILLFRAME_BUDGET: '0.25' } });
  });
  afterAll(() => app.stop());

  const captureOf = (id: string) =>
    rig.client.until('capture', () => rig.client.captures.find(({ probeId }) => probeId === id));
  const settled = (id: string) =>
    rig.client.until('answer', () => {
      const said = (rig.client.probes.get(id)?.statuses ?? []).map(({ status }) => status);
      return said.find(({ state }) => state === 'armed' || state === 'failed');
    });
  const variables = ({ frames }: Capture, frame = 0): Record<string, Value> =>
    Object.fromEntries((frames[frame]?.scopes ?? []).flatMap((scope) => scope.variables.map(({ k, v }) => [k, v])));

  test('variables, conditions and watches', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at,
      condition: 'quantity > 2 && price > 0',
      watches: [{ expression: 'lines[0].qty + price' }, { expression: 'token' }],
      maxHits: 1,
      limits,
    });
    await app.get('/?qty=1');
    expect(await app.get('/?qty=4')).toEqual({ price: 24 });
    const capture = await captureOf(id);
    const seen = variables(capture);
    // V8 calls a minified function by its short name.
    expect(capture.frames[0]?.name).toBe('quote');
    expect(seen).toMatchObject({ quantity: { v: 4 }, price: { v: 24 }, lines: { t: 'object' } });
    // By its original name, the secret is known for one.
    expect(seen['token']).toEqual({ t: 'redacted', reason: 'name' });
    const known = ['lines', 'token', 'quantity', 'price', 'factor', 'prices'];
    expect(Object.keys(seen).filter((key) => !known.includes(key))).toEqual([]);
    expect(capture.watches.map(({ value }) => value)).toEqual([
      { t: 'number', v: 28 },
      { t: 'redacted', reason: 'name' },
    ]);
    // The limit of 50 ms is of wall-clock time: the capture says when a busy machine used it up.
    if (capture.notes.some((note) => note.includes('time limit'))) return;
    const caller = variables(capture, 1);
    expect(caller).toMatchObject({ request: { t: 'object' }, response: {} });
    // A variable that is used once is gone from minified code.
    expect([4, undefined]).toContain((caller['wanted'] as { v?: number } | undefined)?.v);
    const callers = ['answer', 'request', 'response', 'wanted'];
    expect(Object.keys(caller).filter((key) => !callers.includes(key))).toEqual([]);
  });

  test('imports, and members of them', async () => {
    const id = await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at,
      watches: [{ expression: 'quantity' }],
      frames: 1,
      limits,
    });
    const imported = await rig.client.place({
      kind: 'snapshot',
      at,
      watches: [{ expression: 'prices.basic' }],
      frames: 1,
      limits,
    });
    const state = await settled(imported);
    await app.get('/?qty=5');
    expect((await captureOf(id)).watches[0]?.value).toEqual({ t: 'number', v: 5 });
    // terser makes a variable of the member; webpack's objects of a module and swc's have getters, which are not run.
    if (name === 'esbuild and terser' || name.startsWith('webpack'))
      expect(state.reason?.message).toContain('`prices` was removed by the build');
    else if (name.startsWith('swc')) expect((await captureOf(imported)).watches[0]?.error).toBeDefined();
    else expect((await captureOf(imported)).watches[0]?.value).toEqual({ t: 'number', v: 3 });
    await rig.client.call('probes/remove', { ids: [id, imported] });
  });

  test('group keys', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at, by: 'quantity' });
    await app.get('/?qty=8');
    await rig.client.until('group', () => rig.client.status(id)?.series?.[0]?.key === '8');
    await rig.client.call('probes/remove', { ids: [id] });
  });

  test('what the build removed is never another value', async () => {
    const id = await rig.client.place({ kind: 'counter', at, condition: 'factor === 2' });
    const status = await settled(id);
    if (status.state === 'failed') {
      expect(status.reason).toMatchObject({ code: 'EXPRESSION_REFUSED', column1: 1 });
      expect(status.reason?.message).toContain('`factor` was removed by the build');
    } else {
      await app.get('/?qty=6');
      await rig.client.until('count', () => rig.client.status(id)?.counts.captured === 1);
    }
    await rig.client.call('probes/remove', { ids: [id] });
  });

  test('names of the running code that the source does not have are not known', async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'log', at, template: '{e}{t}{rates_1}{_rates}' });
    await app.get('/?qty=7');
    const log = await rig.client.until('log', () => rig.client.logs.find(({ probeId }) => probeId === id));
    expect(log.text.match(/is not available here/g)).toHaveLength(4);
  });
});
