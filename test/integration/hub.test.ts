import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubFileSchema, type HubFile } from '@stillframe/protocol';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildHub } from '../../hub/build.mjs';
import { connectAgent, someCapture } from '../unit/hub/support/agent.ts';
import { connectClient, snapshotSpec } from '../unit/hub/support/client.ts';
import { temporaryDir } from '../unit/hub/support/hub.ts';

let built = '';
beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'stillframe-built-'));
  await buildHub({ outDir: built });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

type Run = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly exit: Promise<number | null>;
  /** Fulfilled when stdout fits; rejects when the process ends before. */
  until(fits: RegExp): Promise<RegExpExecArray>;
};

/** The built command line in a process of its own, with `home` as home directory. */
function stillframe(home: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(built, 'cli.cjs'), ...args], {
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  let look = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    out: () => out,
    err: () => err,
    exit,
    until: (fits) =>
      new Promise((resolve, reject) => {
        look = () => {
          const match = fits.exec(out);
          if (match !== null) resolve(match);
        };
        look();
        void exit.then(() => reject(new Error(`ended without ${String(fits)}: ${out}${err}`)));
      }),
  };
}

const hubFileOf = (home: string): HubFile =>
  v.parse(HubFileSchema, JSON.parse(readFileSync(join(home, '.stillframe', 'hub.json'), 'utf8')));

async function startHubProcess(home: string, ...args: string[]) {
  const run = stillframe(home, ['hub', '--port', '0', ...args]);
  await run.until(/ws:\/\/\S+:\d+/);
  return { run, file: hubFileOf(home) };
}

describe('a hub that is killed', () => {
  test('has its captures, probes and token again after a restart', async () => {
    const home = temporaryDir();
    const { run, file } = await startHubProcess(home);
    const client = await connectClient(file);
    const agent = await connectAgent(file);
    const { probe } = await client.add(snapshotSpec());
    const capture = someCapture(probe.id);
    expect(await agent.deliver([capture])).toEqual({ stored: 1 });
    run.child.kill('SIGKILL');
    await run.exit;
    expect(existsSync(join(home, '.stillframe', 'data', 'hub.lock'))).toBe(true);

    const again = await startHubProcess(home);
    expect(again.file.token).toBe(file.token);
    const show = stillframe(home, ['show', capture.id, '--json']);
    expect(await show.exit).toBe(0);
    expect(JSON.parse(show.out())).toEqual({ type: 'capture', capture: { ...capture, instanceId: agent.instanceId } });
    const late = await connectAgent(again.file);
    expect(late.first.set).toMatchObject([{ id: probe.id }]);
  });

  test('stops cleanly on SIGTERM: exit 0, hub file and locks gone', async () => {
    const home = temporaryDir();
    const { run } = await startHubProcess(home);
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(run.err()).toBe('');
    expect(existsSync(join(home, '.stillframe', 'hub.json'))).toBe(false);
    expect(existsSync(join(home, '.stillframe', 'data', 'hub.lock'))).toBe(false);
    expect(existsSync(join(home, '.stillframe', 'data', 'stillframe.sqlite-wal'))).toBe(false);
  });
});

describe('a second hub', () => {
  test('finds the first by the hub file, says so and exits 0', async () => {
    const home = temporaryDir();
    const { file } = await startHubProcess(home);
    const second = stillframe(home, ['hub']);
    expect(await second.exit).toBe(0);
    expect(second.out()).toBe(`A hub is running already at ${file.url} (pid ${file.pid}).\n`);
  });

  test('on the same data says one sentence and exits 1', async () => {
    const home = temporaryDir();
    await startHubProcess(home);
    const second = stillframe(home, ['hub', '--port', '0']);
    expect(await second.exit).toBe(1);
    expect(second.out()).toBe('');
    expect(second.err()).toMatch(/^BAD_REQUEST Another hub \(pid \d+\) uses the data in .*--data\.\n$/);
  });

  test('on a port and data of its own leaves the hub file to the first', async () => {
    const home = temporaryDir();
    const { file } = await startHubProcess(home);
    const second = stillframe(home, ['hub', '--port', '0', '--data', join(home, 'other'), '--json']);
    await second.until(/"type":"hub"/);
    expect(hubFileOf(home)).toEqual(file);
  });
});

describe('port 9240', () => {
  /** Whoever has the port: this test or something on the machine; either way it is taken. */
  async function takePort() {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => {
      server.once('error', () => resolve());
      server.listen(9240, '127.0.0.1', () => resolve());
    });
    onTestFinished(() => void server.close());
  }

  test('taken by something else: one sentence with the next step, exit 1', async () => {
    await takePort();
    const run = stillframe(temporaryDir(), ['hub']);
    expect(await run.exit).toBe(1);
    expect(run.err()).toMatch(/^BAD_REQUEST Port 9240 on 127\.0\.0\.1 is used by another program\. .*--port.*\n$/);
  });

  test.each([
    ['--embedded', ['--embedded'], {}],
    ['STILLFRAME_HUB_FALLBACK_PORT=1', [], { STILLFRAME_HUB_FALLBACK_PORT: '1' }],
  ])('taken by something else, %s takes a free one', async (_name, args, env) => {
    await takePort();
    const home = temporaryDir();
    const run = stillframe(home, ['hub', ...args], env);
    const [, port] = await run.until(/127\.0\.0\.1:(\d+)/);
    expect(port).not.toBe('9240');
    expect(hubFileOf(home).url).toBe(`ws://127.0.0.1:${port}`);
  });

  test('two editors that start a hub at once have one in the end', async () => {
    const home = temporaryDir();
    const runs = [stillframe(home, ['hub', '--embedded']), stillframe(home, ['hub', '--embedded'])];
    await Promise.all(runs.map((run) => run.until(/ws:\/\/\S+:\d+/)));
    const loser = await Promise.race(runs.map((run) => run.exit.then((code) => ({ run, code }))));
    expect(loser.code).toBe(0);
    expect(loser.run.out()).toContain('running already');
    await connectClient(hubFileOf(home));
  });
});

describe('the command line as a process', () => {
  test('finds the hub by its file and writes nothing but JSON on stdout', async () => {
    const home = temporaryDir();
    const { file } = await startHubProcess(home);
    const agent = await connectAgent(file);
    const run = stillframe(home, ['snapshot', 'cart.ts:12', '--hits', '1', '--wait', '--json']);
    const { set } = await agent.changes.next((change) => change.set.length > 0);
    const probeId = set[0]?.id ?? '';
    agent.report({ probeId });
    await agent.deliver([someCapture(probeId)]);
    expect(await run.exit).toBe(0);
    const lines = run.out().trimEnd().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    // A change of state is a line of its own, when it is heard of before the capture that ends the probe.
    expect(types.filter((type) => type !== 'status')).toEqual(['probe', 'capture']);
    expect(run.err()).toBe('');
  });

  test('Ctrl-C ends tail with 0 and without a word', async () => {
    const home = temporaryDir();
    const { file } = await startHubProcess(home);
    const agent = await connectAgent(file);
    const client = await connectClient(file);
    const { probe } = await client.add({ kind: 'counter', at: { file: 'a.ts', line1: 1 } });
    const run = stillframe(home, ['tail']);
    let count = 0;
    const again = setInterval(() => agent.report({ probeId: probe.id, series: [{ count: ++count }] }), 50);
    await run.until(/counter/);
    clearInterval(again);
    run.child.kill('SIGINT');
    expect(await run.exit).toBe(0);
    expect(run.err()).toBe('');
  });

  test('without a hub it says how to start one', async () => {
    const run = stillframe(temporaryDir(), ['probes']);
    expect(await run.exit).toBe(1);
    expect(run.err()).toMatch(/^HUB_UNREACHABLE .*`stillframe hub`.*\n$/);
  });
});
