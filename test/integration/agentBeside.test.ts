import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capture } from '@stillframe/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appPath, probeLine, registerPath, type App } from './rig/app.ts';
import { connectDebugger, debuggerUrl } from './rig/debuggerClient.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const lineOf = (name: string) => probeLine(appPath('beside.cjs'), name);
const at = (name: string) => ({ file: 'beside.cjs', line1: lineOf(name) });
const done = { total: 20, sum: 12, started: 2 };

const withLocals = ({ frames }: Capture) =>
  frames.filter(({ scopes }) => scopes?.some(({ variables }) => variables.length > 0)).map(({ name }) => name);

async function captured(app: App, count: number): Promise<Capture | undefined> {
  expect(await app.get('/work')).toEqual(done);
  await rig.client.until(`capture ${count}`, () => rig.client.captures.length === count);
  return rig.client.captures[count - 1];
}

describe('a debugger client', () => {
  test('that is connected is never stopped by us, and its own breakpoints work beside and after ours', async () => {
    const app = await rig.start('beside.cjs', { nodeArgs: ['--inspect=127.0.0.1:0', '--import', registerPath] });
    const client = await connectDebugger(await debuggerUrl(app));
    await client.call('Debugger.enable');
    await client.call('Debugger.setBreakpointByUrl', { urlRegex: 'beside\\.cjs$', lineNumber: lineOf('other') - 1 });
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
    /** Answers at which lines the client was paused until the work was done, and what it read there. */
    const pausesDuring = async () => {
      const seen: { line1: number; sum: unknown }[] = [];
      client.onPaused = ({ callFrames: [top] }) => {
        const params = { callFrameId: top?.callFrameId, expression: 'sum', returnByValue: true };
        void client.call('Debugger.evaluateOnCallFrame', params).then((answer) => {
          seen.push({ line1: (top?.location.lineNumber ?? -1) + 1, sum: answer.result?.result?.value });
          return client.call('Debugger.resume');
        });
      };
      expect(await app.get('/work')).toEqual(done);
      return seen;
    };
    const own = [{ line1: lineOf('other'), sum: 12 }];

    expect(await pausesDuring()).toEqual(own);
    const capture = await rig.client.until('capture', () => rig.client.captures[0]);
    expect(withLocals(capture)).toEqual(['work']);
    expect(capture.notes.join()).toContain('a debugger port is open');

    // Ours goes, theirs stays.
    await rig.client.call('probes/remove', { ids: [id] });
    await rig.client.placeAnd('armed', { kind: 'counter', at: at('tic'), maxHits: 1 });
    expect(await pausesDuring()).toEqual(own);

    // Theirs goes, ours stays.
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
    await client.call('Debugger.disable');
    client.close();
    await captured(app, 2);
  });

  test('may come later: from then on we do not pause', async () => {
    const app = await rig.start('beside.cjs');
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
    const before = await captured(app, 1);
    expect(before === undefined ? [] : withLocals(before)).toEqual(['work', 'serve']);
    const { url } = await app.get('/open');
    const client = await connectDebugger(String(url));
    await client.call('Debugger.enable');
    client.onPaused = () => expect.unreachable('we paused the client');
    const after = await captured(app, 2);
    expect(after === undefined ? [] : withLocals(after)).toEqual(['work']);
    client.close();
  });

  test('a `debugger` statement does not stop the app while our debugger is on', async () => {
    const app = await rig.start('beside.cjs');
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
    expect(await app.get('/debugger')).toEqual({ reached: true });
    await captured(app, 1);
    expect(await app.get('/debugger')).toEqual({ reached: true });
  });
});

test('another agent with a session of its own: both see their own breakpoints, come and go', async () => {
  const app = await rig.start('beside.cjs', { args: ['--neighbour'] });
  const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
  const capture = await captured(app, 1);
  expect(capture === undefined ? [] : withLocals(capture)).toEqual(['work', 'serve']);
  // The neighbour was paused at its own line, and could read there.
  expect(await app.get('/')).toMatchObject({ neighbour: [12] });

  await app.get('/neighbour-off');
  await captured(app, 2);
  await app.get('/neighbour-on');
  await rig.client.call('probes/remove', { ids: [id] });
  const counter = await rig.client.placeAnd('armed', { kind: 'counter', at: at('tic'), maxHits: 1 });
  await app.get('/work');
  await rig.client.until('done', () => rig.client.status(counter)?.state === 'done');
  await app.get('/work');
  expect(await app.get('/')).toMatchObject({ neighbour: [12, 12, 12], wrong: [] });
});

test.each([
  ['with nothing else', [] as string[]],
  ['with --enable-source-maps', ['--enable-source-maps']],
])('async hooks, stores, domains, stack formatting and warnings are as they were, %s', async (_name, flags) => {
  const app = await rig.start('beside.cjs', { nodeArgs: [...flags, '--import', registerPath] });
  const untouched = await app.get('/');
  await rig.client.placeAnd('armed', { kind: 'tictoc', at: at('tic'), to: at('toc') });
  await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
  const capture = await captured(app, 1);
  expect(capture?.frames[0]).toMatchObject({ name: 'work', line1: lineOf('work') });
  expect(await app.get('/')).toMatchObject({
    wrong: [],
    warnings: [],
    limit: 4,
    stack: untouched['stack'],
    formattedNow: 1,
    // Two of the state route itself, none by our stack.
    formatted: 2,
  });
});

test('a run under --cpu-prof and --heap-prof writes its profiles', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillframe-prof-'));
  try {
    const flags = ['--cpu-prof', '--heap-prof', `--diagnostic-dir=${folder}`];
    const app = await rig.start('beside.cjs', { nodeArgs: [...flags, '--import', registerPath] });
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('work') });
    await captured(app, 1);
    void app.get('/exit').catch(() => {});
    expect(await app.ended).toEqual({ code: 0, signal: null });
    const written = readdirSync(folder);
    for (const ending of ['.cpuprofile', '.heapprofile']) {
      const file = written.find((name) => name.endsWith(ending)) ?? '';
      expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toBeTypeOf('object');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
