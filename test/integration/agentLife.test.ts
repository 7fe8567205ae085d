import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startHub } from '../../hub/src/index.ts';
import { appPath, probeLine, startApp } from './rig/app.ts';
import { connectClient } from './rig/client.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = (file: string, name: string) => ({ file, line1: probeLine(appPath(file), name) });

describe('where a probe goes', () => {
  test('a file that is not loaded yet: pending, then armed as soon as it loads', async () => {
    const app = await rig.start('orders.cjs');
    const id = await rig.client.placeAnd('pending', { kind: 'snapshot', at: at('late.cjs', 'refund') });
    expect(rig.client.status(id)?.reason).toMatchObject({ code: 'SCRIPT_NOT_LOADED' });
    await app.get('/late?amount=50');
    await rig.client.until('armed', () => rig.client.status(id)?.state === 'armed');
    expect(await app.get('/late?amount=80')).toEqual({ paid: 72 });
    await rig.client.until('capture', () => rig.client.captures[0]);
  });

  test('a line without code is refused and names one that works', async () => {
    await rig.start('orders.cjs');
    const line1 = probeLine(appPath('orders.cjs'), 'priced');
    const id = await rig.client.placeAnd('failed', { kind: 'counter', at: { file: 'orders.cjs', line1: line1 + 2 } });
    expect(rig.client.status(id)?.reason).toMatchObject({
      code: 'LINE_HAS_NO_CODE',
      suggestedLine1: line1 + 4,
      message: `orders.cjs:${line1 + 2} has no executable code. Move the probe to line ${line1 + 4}.`,
    });
  });

  test('a place where V8 cannot be asked safely is refused, with the reason and a line that works', async () => {
    const app = await rig.start('language/server.mjs');
    await app.get('/classes.cjs');
    const refused = async (name: string) => {
      const id = await rig.client.placeAnd('failed', { kind: 'counter', at: at('language/classes.cjs', name) });
      return rig.client.status(id)?.reason;
    };
    const line1 = (name: string) => probeLine(appPath('language/classes.cjs'), name);
    expect(await refused('staticField')).toMatchObject({
      code: 'LINE_HAS_NO_CODE',
      message:
        `classes.cjs:${line1('staticField')} is in a class's fields, static blocks or head, where V8 cannot read ` +
        `variables safely. Move the probe to line ${line1('staticField') + 3}.`,
    });
    expect((await refused('beforeSuper'))?.message).toMatch(/before its `super\(\)` has returned.*Move the probe/);
    await rig.client.placeAnd('armed', { kind: 'counter', at: at('language/classes.cjs', 'fieldArrow') });
    const ends = { at: at('language/classes.cjs', 'fieldArrow'), to: at('language/classes.cjs', 'staticField') };
    const id = await rig.client.placeAnd('failed', { kind: 'tictoc', ...ends });
    expect(rig.client.status(id)?.reason).toMatchObject({ end: 'to', suggestedLine1: line1('staticField') + 3 });
  });

  test('a snapshot below a class that is being set up does not pause, and says so', async () => {
    const app = await rig.start('language/server.mjs');
    await app.get('/callers.cjs');
    await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('language/callers.cjs', 'inStaticBlock'),
      maxHits: 1,
    });
    await app.get('/callers.cjs');
    const capture = await rig.client.until('capture', () => rig.client.captures[0]);
    expect(capture.cost.pauseNs).toBe(0);
    expect(capture.notes).toEqual([
      expect.stringContaining('a class is being set up on this stack, and V8 cannot be paused safely there'),
    ]);
  });

  test('a file name that fits several files is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stillframe-two-'));
    try {
      for (const name of ['a', 'b'])
        buildSync({ entryPoints: [appPath('late.cjs')], outfile: join(folder, name, 'late.cjs') });
      const main = join(folder, 'main.cjs');
      buildSync({
        stdin: {
          contents:
            "require('./a/late.cjs'); require('./b/late.cjs'); setInterval(() => {}, 1e9); console.log('listening 1');",
          resolveDir: folder,
        },
        outfile: main,
      });
      await rig.start(main);
      const id = await rig.client.placeAnd('failed', { kind: 'counter', at: { file: 'late.cjs', line1: 3 } });
      expect(rig.client.status(id)?.reason).toMatchObject({ code: 'AMBIGUOUS_FILE' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('ES modules: classes, generators, arrows, imports and exports', async () => {
    const app = await rig.start('basket.mjs');
    const watches = [{ expression: 'currency' }];
    for (const name of ['added', 'yielded', 'arrow', 'summed']) {
      await rig.client.placeAnd('armed', {
        kind: 'snapshot',
        at: at('basket.mjs', name),
        maxHits: 1,
        label: name,
        watches,
      });
    }
    expect(await app.get('/')).toEqual({ sum: '7 EUR', url: '/' });
    await rig.client.until('four captures', () => rig.client.captures.length === 4);
    const byLabel = new Map(
      rig.client.captures.map((capture) => [rig.client.probes.get(capture.probeId)?.probe.spec.label, capture]),
    );
    const names = (label: string) => byLabel.get(label)?.frames[0]?.scopes?.[0]?.variables.map(({ k }) => k);
    expect(names('added')).toEqual(['item', 'size']);
    expect(names('yielded')).toEqual(['item']);
    expect(names('arrow')).toEqual(['price']);
    expect(names('summed')).toEqual(['basket', 'total']);
    expect(byLabel.get('arrow')?.watches[0]?.value).toEqual({ t: 'string', v: 'EUR' });
  });

  test('TypeScript, by the lines and paths of the source', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stillframe-ts-'));
    try {
      const source = join(folder, 'src', 'quote.ts');
      buildSync({ entryPoints: [appPath('quote.ts')], outfile: source, loader: { '.ts': 'copy' } });
      copyFileSync(appPath('quote.ts'), source);
      buildSync({ entryPoints: [source], outfile: join(folder, 'dist', 'quote.mjs'), sourcemap: true, format: 'esm' });
      const app = await rig.start(join(folder, 'dist', 'quote.mjs'));
      const line1 = probeLine(source, 'quoted');
      // The last hit of the only probe: what it needs must outlive the probe.
      const id = await rig.client.placeAnd('armed', {
        kind: 'snapshot',
        at: { file: 'src/quote.ts', line1 },
        condition: 'count > 2',
        maxHits: 1,
      });
      expect(await app.get('/?qty=3')).toEqual({ price: 6 });
      const capture = await rig.client.until('capture', () => rig.client.captures[0]);
      expect(rig.client.status(id)?.bound[0]).toMatchObject({ file: source, line1 });
      expect(capture.frames[0]).toMatchObject({ name: 'quote', file: source, line1 });
      expect(capture.frames[1]).toMatchObject({ file: source });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('agent and hub come and go', () => {
  test('an agent that starts later gets the probe, and so does the restarted service', async () => {
    const id = await rig.client.place({ kind: 'snapshot', at: at('orders.cjs', 'priced') });
    for (const round of [1, 2]) {
      const app = await rig.start('orders.cjs');
      await rig.client.until('armed', () =>
        rig.client.probes
          .get(id)
          ?.statuses.some(({ instanceId, status }) => status.state === 'armed' && isOf(instanceId, app.child.pid)),
      );
      await app.get('/order');
      await rig.client.until('capture', () => rig.client.captures.length === round);
      await app.stop();
    }
  });

  const isOf = (instanceId: string, pid: number | undefined) =>
    rig.client.instances.get(instanceId)?.instance.pid === pid;

  test('the hub is killed in the middle: the service goes on, nothing captured is lost', async () => {
    const app = await rig.start('orders.cjs');
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('orders.cjs', 'priced') });
    await rig.hub.close();
    expect(await app.get('/order?user=2')).toEqual({ startedBy: 'Bo', total: 12 });
    const hub = await startHub({ port: rig.port, dataDir: rig.dataDir, hubFile: rig.hubFile });
    const client = await connectClient(hub.url, hub.token);
    try {
      const { captures } = await waitFor(client, async () => {
        const listed = await client.call('captures/list', { limit: 10 });
        return listed.captures.length > 0 ? listed : undefined;
      });
      expect(captures).toHaveLength(1);
    } finally {
      client.close();
      await hub.close();
    }
  });

  test('without any hub the service starts and works as ever', async () => {
    const home = mkdtempSync(join(tmpdir(), 'stillframe-none-'));
    const app = await startApp({ path: appPath('orders.cjs'), home });
    try {
      expect(await app.get('/order')).toEqual({ startedBy: 'Ada', total: 24 });
      expect(await app.stop('SIGTERM')).toBe(null);
      expect(app.output()).not.toContain('stillframe');
    } finally {
      await app.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });

  test.each([
    ['--require', ['--require', './agent/dist/register.cjs']],
    ['--import', ['--import', './agent/dist/register.mjs']],
  ])('%s starts the agent', async (_name, nodeArgs) => {
    const root = join(import.meta.dirname, '../..');
    const app = await rig.start('orders.cjs', { nodeArgs, cwd: root });
    expect((await app.get('/')).globals).toBe(false);
  });
});

/** Asks again after each message of the hub until there is an answer. */
async function waitFor<T>(
  client: Awaited<ReturnType<typeof connectClient>>,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    const seen = client.captures.length;
    const answer = await ask();
    if (answer !== undefined) return answer;
    await client.until('another capture', () => client.captures.length > seen);
  }
}
