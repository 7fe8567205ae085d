import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeBinary, probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

const source = join(import.meta.dirname, 'rig/hostileApp.ts');
const at = (name: string) => ({ file: 'rig/hostileApp.ts', line1: probeLine(source, name) });
const folder = mkdtempSync(join(tmpdir(), 'stillframe-hostile-'));
const built = join(folder, 'hostile.cjs');

let rig: Rig;
let app: App;

beforeAll(async () => {
  buildSync({
    entryPoints: [source],
    outfile: built,
    sourcemap: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  rig = await startRig();
  app = await rig.start(built, { env: { STILLFRAME_BUDGET: '0.25' } });
});
afterAll(async () => {
  await rig.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Every kind of probe on the line, with every way an expression can fail or meet the app's code. A tictoc without a key is
 * left out: Node's own AsyncLocalStorage uses built-ins that an app may have replaced.
 */
async function placeAll(): Promise<string[]> {
  const limits = { captureMs: 50, depth: 5 };
  const watches = [
    'proxy.a',
    'tricky.total',
    'loudMap.get("k")',
    'loudError.message',
    '`${conversions}`',
    'hostile',
    'list[2].three',
  ];
  const place = at('inner');
  return [
    await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: place,
      frames: 1,
      limits,
      watches: watches.map((expression) => ({ expression })),
    }),
    await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: place,
      frames: 3,
      limits,
      condition: 'text.length === 300',
    }),
    await rig.client.placeAnd('armed', {
      kind: 'log',
      at: place,
      template: 'a {text} {list} {proxy} {tricky.total} {loudMap}',
    }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: place, by: 'text' }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: place, by: 'conversions' }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: place, condition: 'proxy.a > 1' }),
    await rig.client.placeAnd('armed', {
      kind: 'metric',
      at: place,
      value: 'text.length + list.length',
      by: 'list[1]',
    }),
    await rig.client.placeAnd('armed', { kind: 'metric', at: place, value: 'proxy' }),
    await rig.client.placeAnd('armed', { kind: 'tictoc', at: at('started'), to: place, key: 'text', by: 'list[1]' }),
  ];
}

test.each(['/calm', '/patched'])('no code of the app runs in a hit: %s', async (path) => {
  rig.client.captures.length = 0;
  const ids = await placeAll();
  const { found } = await app.get(path);
  expect(found).toEqual([]);
  await rig.client.until('everything', () => {
    const status = ids.map((id) => rig.client.status(id));
    const hasSeries = [3, 4, 6, 8].every((index) => (status[index]?.series[0]?.count ?? 0) >= 1);
    const captured = [0, 1].every(
      (index) => rig.client.captures.filter(({ probeId }) => probeId === ids[index]).length >= 1,
    );
    return (
      hasSeries &&
      captured &&
      status[7]?.lastFailure !== undefined &&
      rig.client.logs.some(({ probeId }) => probeId === ids[2])
    );
  });
  const capture = rig.client.captures.find(({ probeId }) => probeId === ids[1]);
  expect(capture?.frames.slice(0, 2).map(({ name }) => name)).toEqual(['inner', 'outer']);
  // Its callers were read in a pause.
  expect(capture?.cost.pauseNs).toBeGreaterThan(0);
  await rig.client.call('probes/remove', { ids });
});

describe('loaded by the app itself', () => {
  const agent = join(import.meta.dirname, '../../agent/dist/index.cjs');
  const isRunning = `console.log(Symbol.for('stillframe.agent') in globalThis); process.exit()`;
  const load = `require(${JSON.stringify(agent)}).start()`;
  const run = (code: string) => spawnSync(nodeBinary, ['-e', code], { encoding: 'utf8', env: { HOME: folder } });

  test.each([
    [
      'Map.prototype.get',
      `const { get } = Map.prototype; Map.prototype.get = function (key) { return get.call(this, key); }`,
    ],
    ['Reflect.ownKeys', 'Reflect.ownKeys = Reflect.ownKeys.bind(Reflect)'],
    ['Function.prototype.call', 'Function.prototype.call = new Proxy(Function.prototype.call, {})'],
    ['Map.prototype.size', 'Object.defineProperty(Map.prototype, "size", { get() { return 1; } })'],
    [
      'Function.prototype.toString',
      'Function.prototype.toString = function toString() { return "function toString() { [native code] }"; }',
    ],
  ])('after %s was replaced, it says so and does not start', (name, patch) => {
    const { stdout, stderr } = run(`${patch}; ${load}; ${isRunning}`);
    expect(stdout).toBe('false\n');
    expect(stderr).toMatch(
      /^stillframe: the agent could not run \(.* had been replaced before it was loaded; load it first, with --import /,
    );
    expect(stderr).toContain(name);
  });

  test('what is replaced afterwards does not matter, nor what it does not use', () => {
    const { stdout, stderr } = run(
      `Array.prototype.flat = () => {}; ${load}; Map.prototype.get = () => {}; ${isRunning}`,
    );
    expect([stdout, stderr]).toEqual(['true\n', '']);
  });
});
