import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appPath, probeLine } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = (file: string, name: string) => ({ file, line1: probeLine(appPath(file), name) });
const counted = (id: string) => rig.client.status(id)?.counts.captured ?? 0;
const stateOf = (id: string) => rig.client.status(id)?.state;

test('paused, nothing is in the process any more; resumed, the counts go on', async () => {
  const app = await rig.start('orders.cjs');
  const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('orders.cjs', 'priced') });
  await app.get('/order');
  await rig.client.until('a count', () => counted(id) === 1);
  await rig.client.call('probes/pause', { paused: true });
  await rig.client.until('disabled', () => stateOf(id) === 'disabled');
  // Our global is there only while a probe is.
  await expect.poll(async () => (await app.get('/')).globals).toBe(false);
  await app.get('/order');
  await rig.client.call('probes/pause', { paused: false });
  await rig.client.until('armed', () => stateOf(id) === 'armed');
  await app.get('/order');
  await rig.client.until('two counts', () => counted(id) === 2);
});

test('pause overtakes the placing of many probes', async () => {
  const app = await rig.start('orders.cjs');
  const { file, line1 } = at('orders.cjs', 'priced');
  const ids = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      rig.client.place({ kind: 'counter', at: { file, line1: line1 + (index % 9) } }),
    ),
  );
  await rig.client.call('probes/pause', { paused: true });
  await rig.client.until('all out', () => ids.every((id) => ['disabled', 'failed'].includes(stateOf(id) ?? '')));
  await app.get('/order');
  await rig.client.call('probes/pause', { paused: false });
  const [first = ''] = ids;
  await rig.client.until('armed again', () => stateOf(first) === 'armed');
  expect(counted(first)).toBe(0);
});

test('renewed or for other instances, a probe that is in goes on counting', async () => {
  const app = await rig.start('orders.cjs');
  const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('orders.cjs', 'priced') });
  const since = rig.client.status(id)?.sinceMs;
  expect(since).toBeGreaterThan(Date.now() - 60_000);
  await app.get('/order');
  await rig.client.until('a count', () => counted(id) === 1);
  await rig.client.call('probes/retarget', {
    ids: [id],
    target: { app: [...rig.client.instances.values()][0]?.instance.app },
  });
  const endsAtMs = rig.client.probes.get(id)?.probe.expiresAtMs ?? Infinity;
  await rig.client.call('probes/renew', { ids: [id] });
  await rig.client.until('a later end', () => (rig.client.probes.get(id)?.probe.expiresAtMs ?? 0) > endsAtMs);
  await app.get('/order');
  await rig.client.until('two counts', () => counted(id) === 2);
  expect(rig.client.status(id)).toMatchObject({ state: 'armed', sinceMs: since });
});

test('once the hub has all the hits it wants, no instance is said to be armed any more', async () => {
  const apps = [await rig.start('orders.cjs'), await rig.start('orders.cjs')];
  const spec = { kind: 'snapshot' as const, at: at('orders.cjs', 'priced'), maxHits: 2 };
  const id = await rig.client.placeAnd('armed', spec);
  const states = () => rig.client.probes.get(id)?.statuses.map(({ status }) => status.state);
  await rig.client.until('both armed', () => states()?.join() === 'armed,armed');
  for (const app of apps) await app.get('/order');
  await rig.client.until('both done', () => states()?.join() === 'done,done');
  expect(rig.client.probes.get(id)).toMatchObject({ ended: 'done', accepted: 2 });
});

test('a file that is not loaded: those that are alike are named', async () => {
  await rig.start('orders.cjs');
  const id = await rig.client.placeAnd('pending', {
    kind: 'counter',
    at: { file: '/home/ada/src/orders.ts', line1: 3 },
  });
  expect(rig.client.status(id)?.reason?.message).toMatch(/Loaded, and alike: \/.*\/test\/apps\/orders\.cjs\.$/);
});

test('where the source differs, the same statement is found, and that is said; told its new line, the probe goes on', async () => {
  const app = await rig.start('orders.cjs');
  const { file, line1 } = at('orders.cjs', 'priced');
  const text = 'return total; // PROBE priced';
  const id = await rig.client.placeAnd('armed', { kind: 'counter', at: { file, line1: line1 + 2, text } });
  expect(rig.client.status(id)).toMatchObject({
    bound: [{ line1 }],
    reason: {
      code: 'SOURCE_DIFFERS',
      message: `orders.cjs differs from the source that runs: line ${line1 + 2} is line ${line1} there, and the probe is in that one.`,
    },
  });
  await app.get('/order');
  await rig.client.until('a count', () => counted(id) === 1);

  await rig.client.call('probe/move', { id, at: { file, line1, text } });
  await rig.client.until('nothing to say', () => rig.client.status(id)?.reason === undefined);
  await app.get('/order');
  await rig.client.until('two counts', () => counted(id) === 2);
});

test('a text that runs nowhere: the probe is on its line all the same, with a warning', async () => {
  const app = await rig.start('orders.cjs');
  const { file, line1 } = at('orders.cjs', 'priced');
  const id = await rig.client.placeAnd('armed', { kind: 'counter', at: { file, line1, text: 'return sum * rate;' } });
  expect(rig.client.status(id)?.reason).toMatchObject({
    code: 'SOURCE_DIFFERS',
    message: `Line ${line1} of orders.cjs has another text where it runs. Open the version that is deployed to see what the probe is in.`,
  });
  await app.get('/order');
  await rig.client.until('a count', () => counted(id) === 1);
});

test('a source map that carries its sources is compared, one that does not is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillframe-text-'));
  try {
    for (const [name, sourcesContent] of [
      ['with', true],
      ['without', false],
    ] as const) {
      const source = join(folder, name, 'src', 'quote.ts');
      mkdirSync(dirname(source), { recursive: true });
      copyFileSync(appPath('quote.ts'), source);
      const outfile = join(folder, name, 'dist', 'quote.mjs');
      buildSync({ entryPoints: [source], outfile, sourcemap: true, sourcesContent, format: 'esm' });
      const app = await rig.start(outfile);
      const line1 = probeLine(source, 'quoted');
      const text = readFileSync(source, 'utf8').split('\n')[line1 - 1] ?? '';
      const id = await rig.client.placeAnd('armed', {
        kind: 'snapshot',
        at: { file: source, line1, text: `${text} // edited` },
        condition: 'count > 2',
      });
      expect(rig.client.status(id)?.reason?.code).toBe(sourcesContent ? 'SOURCE_DIFFERS' : undefined);
      await app.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
