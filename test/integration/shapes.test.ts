import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { limits, type Frame } from '@stillframe/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import webpack from 'webpack';
import { appPath, nodeMajor, probeLine, registerPath, startApp, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = (file: string, name: string) => ({ file, line1: probeLine(appPath(file), name) });
/** The machine is shared: the usual time limit, 10 ms, would leave values out when another process has the core. */
const snapshot = { kind: 'snapshot', frames: 2, maxHits: 1, limits: { captureMs: limits.captureMs.max } } as const;
const withAgent = ['--import', registerPath];
const order = { startedBy: 'Ada', total: 24 };

/** A snapshot of `orders.cjs` under a request that is answered as ever, its callers' variables included. */
async function expectSnapshot(app: App, areCallersKnown = true) {
  await rig.client.placeAnd('armed', { ...snapshot, at: at('orders.cjs', 'priced') });
  expect(await app.get('/order')).toEqual(order);
  const { frames } = await rig.client.until('capture', () => rig.client.captures[0]);
  expect(frames[0]?.scopes?.[0]?.variables.map(({ k }) => k)).toEqual(['cart', 'discount', 'rate', 'total']);
  const caller = frames[1];
  if (areCallersKnown) expect(caller).toMatchObject({ name: 'checkout', file: appPath('orders.cjs') });
  else expect(caller).toBeUndefined();
}

describe('one file with the agent in it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillframe-one-'));
  const bundles = {
    'esbuild, CommonJS': join(folder, 'esbuild-cjs', 'app.cjs'),
    'esbuild, ES module, minified': join(folder, 'esbuild-esm', 'app.mjs'),
    'webpack, CommonJS': join(folder, 'webpack-cjs', 'app.cjs'),
    'webpack, ES module': join(folder, 'webpack-esm', 'app.mjs'),
  };

  beforeAll(async () => {
    const entryPoints = [appPath('bundled.mjs')];
    const common = { entryPoints, bundle: true, platform: 'node' as const, sourcemap: true };
    await build({ ...common, format: 'cjs', outfile: bundles['esbuild, CommonJS'] });
    const minify = { minifyWhitespace: true };
    await build({ ...common, ...minify, format: 'esm', outfile: bundles['esbuild, ES module, minified'] });
    await runWebpack({ path: join(folder, 'webpack-cjs'), filename: 'app.cjs' });
    await runWebpack({ path: join(folder, 'webpack-esm'), filename: 'app.mjs', module: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const runWebpack = (output: webpack.Configuration['output'] & { readonly module?: boolean }) =>
    new Promise<void>((resolve, reject) => {
      const isModule = output.module === true;
      const done = (error: Error | null, stats?: webpack.Stats) => {
        if (error === null && stats?.hasErrors() === false) resolve();
        else reject(error ?? new Error(stats?.toString()));
      };
      webpack(
        {
          mode: 'development',
          devtool: 'source-map',
          target: 'node20',
          entry: appPath('bundled.mjs'),
          output: { ...output, ...(isModule ? { library: { type: 'module' } } : {}) },
          experiments: { outputModule: isModule },
        },
        done,
      );
    });

  test.each(Object.entries(bundles))('%s', async (_name, bundle) => {
    const app = await rig.start(bundle, { nodeArgs: [], cwd: tmpdir() });
    await rig.client.placeAnd('armed', { ...snapshot, at: at('bundled.mjs', 'quoted') });
    expect(await app.get('/?count=21')).toEqual({ price: 42 });
    const { frames } = await rig.client.until('capture', () => rig.client.captures[0]);
    expect(frames[0]).toMatchObject({ name: 'quote', line1: at('bundled.mjs', 'quoted').line1 });
    expect(frames[0]?.file).toMatch(/test\/apps\/bundled\.mjs$/);
    // Bundlers rename what is not unique in the whole file.
    expect(frames[0]?.scopes?.[0]?.variables.map(({ v }) => v)).toMatchObject([{ v: 21 }, { v: 42 }]);
    // Nothing had to lie beside it.
    expect(readdirSync(join(bundle, '..')).filter((name) => !name.startsWith('app.'))).toEqual([]);
    expect(app.output()).not.toContain('stillframe');
  });
});

describe("under Node's own restrictions", () => {
  test.each([['--frozen-intrinsics'], ['--disallow-code-generation-from-strings'], ['--max-old-space-size=40']])(
    '%s',
    async (flag) => {
      const app = await rig.start('orders.cjs', { nodeArgs: [flag, ...withAgent] });
      await expectSnapshot(app, flag !== '--frozen-intrinsics');
    },
  );

  test('more code than the agent has memory for is refused, and the service does not notice', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stillframe-large-'));
    const path = join(folder, 'large.cjs');
    const filler = 'function filler(a, b) { return [a.x?.(b), { a, b }, a + b * 2]; }\n';
    writeFileSync(path, `require(${JSON.stringify(appPath('orders.cjs'))});\n${filler.repeat(15_000)}`);
    try {
      const app = await rig.start(path, { nodeArgs: ['--max-old-space-size=80', ...withAgent] });
      const id = await rig.client.placeAnd('failed', { ...snapshot, at: { file: 'large.cjs', line1: 3 } });
      expect(rig.client.status(id)?.reason?.message).toMatch(/large\.cjs has 1\.0 MB of code, too much to be analysed/);
      await expectSnapshot(app);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  // Node 20 and 22 have no flag that allows the debugger.
  const allowed = ['--permission', '--allow-fs-read=*', '--allow-worker', '--allow-inspector', '--allow-net'];

  test.runIf(nodeMajor >= 26)(
    'the permission model with all that is needed, and a disk nobody may write to',
    async () => {
      await expectSnapshot(await rig.start('orders.cjs', { nodeArgs: [...allowed, ...withAgent] }));
    },
  );

  test('the permission model without it: one sentence says what is missing, and the service runs', async () => {
    const flag = nodeMajor === 20 ? '--experimental-permission' : '--permission';
    const net = nodeMajor >= 26 ? ['--allow-net'] : [];
    const nodeArgs = [flag, '--allow-fs-read=*', ...net, ...withAgent];
    const app = await startApp({ path: appPath('orders.cjs'), home: rig.home, nodeArgs });
    try {
      expect(await app.get('/order')).toEqual(order);
      const said = app
        .output()
        .split('\n')
        .filter((line) => line.startsWith('stillframe: '));
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(
        nodeMajor >= 24 ? 'add --allow-worker and --allow-inspector)' : 'Node 24 can, by --allow-inspector)',
      );
    } finally {
      await app.stop();
    }
  });
});

describe('where it runs', () => {
  test('NODE_OPTIONS: a cluster, its workers and a forked child are instances of their own', async () => {
    await rig.start('family.cjs', { nodeArgs: [], env: { NODE_OPTIONS: `--import=${registerPath}` } });
    await rig.client.place({ ...snapshot, at: at('family.cjs', 'worked'), ratePerSecond: 50, maxHits: 100 });
    const seen = await rig.client.until('captures of four processes', () => {
      const byInstance = new Map(rig.client.captures.map((capture) => [capture.instanceId, capture]));
      return byInstance.size === 4 && byInstance;
    });
    const roles = [...seen].map(([instanceId, { frames }]) => {
      const { role, pid } = valuesOf(frames[0]);
      expect(rig.client.instances.get(instanceId)?.instance.pid).toBe(pid);
      return role;
    });
    expect(roles.sort()).toEqual(['child', 'primary', 'worker', 'worker']);
  });

  test('no home directory: told of its hub by the environment', async () => {
    const app = await startApp({
      path: appPath('orders.cjs'),
      home: undefined,
      env: { STILLFRAME_HUB: rig.hub.url, STILLFRAME_TOKEN: rig.hub.token },
    });
    try {
      await expectSnapshot(app);
    } finally {
      await app.stop();
    }
  });
});

describe('code that comes and goes', () => {
  test('a script evaluated thousands of times: the newest is probed, and the old ones are forgotten', async () => {
    const app = await rig.start('anew.cjs', { nodeArgs: ['--expose-gc', ...withAgent] });
    await app.get('/?times=1');
    const at = { file: '/rules/vat.js', line1: 3 };
    const id = await rig.client.place({ ...snapshot, at, condition: 'due === 2', maxHits: 100 });
    const heaps: number[] = [];
    for (let round = 1; round <= 4; round++) {
      const { due, heapBytes } = await app.get('/?times=1000');
      expect(due).toBe(2);
      heaps.push(Number(heapBytes));
      await rig.client.until('armed', () => rig.client.status(id)?.state === 'armed');
    }
    expect((heaps[3] ?? 0) - (heaps[1] ?? 0)).toBeLessThan(2_000_000);
    expect(rig.client.status(id)?.state).toBe('armed');
  });

  test('warmed up at boot: idle as without, and a probe is placed as ever', async () => {
    const app = await rig.start('orders.cjs', { env: { STILLFRAME_WARMUP: '1' } });
    expect((await app.get('/')).globals).toBe(false);
    await expectSnapshot(app);
  });
});

/** The primitive variables of a captured frame. */
const valuesOf = (frame: Frame | undefined): Record<string, unknown> =>
  Object.fromEntries(
    (frame?.scopes ?? []).flatMap(({ variables }) => variables.map(({ k, v }) => [k, 'v' in v && v.v])),
  );
