import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Capture } from '@stillframe/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { HubStartError } from '../../../hub/src/index.ts';
import { takeDataLock } from '../../../hub/src/store/dataLock.ts';
import { defaultRetention, type Retention } from '../../../hub/src/store/retention.ts';
import { openSqliteStore } from '../../../hub/src/store/sqliteStore.ts';
import { connectAgent, someCapture } from './support/agent.ts';
import { connectClient, snapshotSpec } from './support/client.ts';
import { startTestHub, temporaryDir } from './support/hub.ts';

const page = { limit: 1_000, maxBytes: 100_000_000 };
const idsOf = (captures: readonly Capture[]) => captures.map(({ id }) => id);

function openStore(retention: Partial<Retention> = {}, nowMs: () => number = () => 1_000) {
  const store = openSqliteStore({ dataDir: temporaryDir(), retention: { ...defaultRetention, ...retention }, nowMs });
  onTestFinished(() => store.close());
  return store;
}
const captureNamed = (id: string, probeId = 'p') => someCapture(probeId, { id, atMs: 1 });

describe('retention', () => {
  test('the last capture within the count stays, with one more the oldest goes', () => {
    const store = openStore({ maxCaptures: 3 });
    for (const id of ['c', 'b', 'd']) store.addCapture(captureNamed(id));
    store.sweep(1_000);
    expect(idsOf(store.captures(page))).toEqual(['d', 'c', 'b']);
    store.addCapture(captureNamed('a'));
    store.sweep(1_000);
    // Oldest by arrival, whatever the ids say.
    expect(idsOf(store.captures(page))).toEqual(['d', 'b', 'a']);
  });

  test('the last byte fits, one more and the oldest goes', () => {
    const bytes = Buffer.byteLength(JSON.stringify(captureNamed('a')));
    const exact = openStore({ maxCaptureBytes: 2 * bytes });
    for (const id of ['a', 'b']) exact.addCapture(captureNamed(id));
    exact.sweep(1_000);
    expect(idsOf(exact.captures(page))).toEqual(['b', 'a']);
    const small = openStore({ maxCaptureBytes: 2 * bytes - 1 });
    for (const id of ['a', 'b']) small.addCapture(captureNamed(id));
    small.sweep(1_000);
    expect(idsOf(small.captures(page))).toEqual(['b']);
  });

  test('a pinned capture outlives every limit and a clear, until it is unpinned', () => {
    const store = openStore({ maxCaptures: 1, maxAgeMs: 500 });
    for (const id of ['a', 'b', 'c']) store.addCapture(captureNamed(id));
    store.pinCaptures(['a'], true);
    store.sweep(1_000);
    expect(idsOf(store.captures(page))).toEqual(['c', 'a']);
    expect(idsOf(store.captures({ ...page, pinned: true }))).toEqual(['a']);
    store.sweep(9_000);
    expect(store.clearCaptures()).toBe(0);
    expect(store.clearCaptures('p')).toBe(0);
    expect(idsOf(store.captures(page))).toEqual(['a']);
    store.pinCaptures(['a'], false);
    expect(store.clearCaptures()).toBe(1);
  });

  test('a pin is there after a restart', () => {
    const dataDir = temporaryDir();
    const first = openSqliteStore({ dataDir, retention: defaultRetention });
    first.addCapture(captureNamed('a'));
    first.pinCaptures(['a'], true);
    first.close();
    const second = openSqliteStore({ dataDir, retention: defaultRetention });
    expect([...second.pinnedIds()]).toEqual(['a']);
    second.close();
  });

  test('a capture of exactly the age stays, an older one goes', () => {
    let now = 1_000;
    const store = openStore({ maxAgeMs: 500 }, () => now);
    store.addCapture(captureNamed('old'));
    now = 1_001;
    store.addCapture(captureNamed('new'));
    store.sweep(1_500);
    expect(idsOf(store.captures(page))).toEqual(['old', 'new']);
    store.sweep(1_501);
    expect(idsOf(store.captures(page))).toEqual(['new']);
  });
});

describe('reading back', () => {
  test('pages by id and by probe, and stops at the size of an answer', () => {
    const store = openStore();
    for (const id of ['a', 'b', 'c', 'd']) store.addCapture(captureNamed(id, id === 'b' ? 'other' : 'p'));
    expect(idsOf(store.captures({ ...page, limit: 2 }))).toEqual(['d', 'c']);
    expect(idsOf(store.captures({ ...page, beforeId: 'c' }))).toEqual(['b', 'a']);
    expect(idsOf(store.captures({ ...page, probeId: 'other' }))).toEqual(['b']);
    expect(idsOf(store.captures({ ...page, maxBytes: 1 }))).toEqual(['d']);
    expect(store.clearCaptures('other')).toBe(1);
    expect(store.clearCaptures()).toBe(3);
  });

  test('an interrupted batch leaves nothing', () => {
    const store = openStore();
    expect(() =>
      store.atomically(() => {
        store.addCapture(captureNamed('a'));
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    expect(store.captures(page)).toEqual([]);
  });

  test('ids with LIKE and SQL characters are text', () => {
    const store = openStore();
    store.addCapture(captureNamed("a'%_b"));
    expect(store.captureIds('____')).toEqual([]);
    expect(store.captureIds("a'%_")).toEqual(["a'%_b"]);
  });
});

describe('a restart', () => {
  test('keeps probes, captures, hit counts and the token', async () => {
    const dataDir = temporaryDir();
    const first = await startTestHub({ dataDir });
    const client = await connectClient(first);
    const agent = await connectAgent(first);
    const { probe } = await client.add(snapshotSpec({ maxHits: 2 }));
    const capture = someCapture(probe.id);
    await agent.deliver([capture]);
    await first.close();

    const second = await startTestHub({ dataDir });
    expect(second.token).toBe(first.token);
    const again = await connectAgent(second, { instanceId: agent.instanceId });
    expect(again.first.set).toMatchObject([{ id: probe.id }]);
    expect(await again.deliver([capture])).toEqual({ stored: 0 });
    expect(await again.deliver([someCapture(probe.id), someCapture(probe.id)])).toEqual({ stored: 1 });
    const reader = await connectClient(second);
    expect((await reader.request('captures/list', {})).captures).toHaveLength(2);
    expect(reader.atStart.probes).toMatchObject([{ accepted: 2, ended: 'done' }]);
  });

  test('a probe that expired meanwhile is told to no agent', async () => {
    const dataDir = temporaryDir();
    const first = await startTestHub({ dataDir });
    const { probe } = await (await connectClient(first)).add(snapshotSpec({ expiresInMs: 1_000 }));
    await first.close();
    await new Promise((resolve) => setTimeout(resolve, probe.expiresAtMs - Date.now() + 1));
    const second = await startTestHub({ dataDir });
    expect((await connectAgent(second)).first.set).toEqual([]);
    expect((await connectClient(second)).atStart.probes).toMatchObject([{ ended: 'expired' }]);
  });
});

describe('the data directory', () => {
  test('belongs to one hub', async () => {
    const dataDir = temporaryDir();
    await startTestHub({ dataDir });
    const second = startTestHub({ dataDir });
    await expect(second).rejects.toBeInstanceOf(HubStartError);
    await expect(second).rejects.toMatchObject({
      kind: 'dataInUse',
      user: { message: expect.stringContaining(dataDir) as string },
    });
  });

  test('is taken over from a hub that is gone, also when its pid is used again', () => {
    for (const holder of [
      { pid: 2 ** 22 + 1, started: '', nonce: 'a' },
      { pid: process.pid, started: '1', nonce: 'a' },
    ]) {
      const dataDir = temporaryDir();
      writeFileSync(join(dataDir, 'hub.lock'), JSON.stringify(holder));
      const lock = takeDataLock(dataDir);
      expect(lock).toHaveProperty('release');
      expect(takeDataLock(dataDir)).toEqual({ heldByPid: process.pid });
      if ('release' in lock) lock.release();
      expect(existsSync(join(dataDir, 'hub.lock'))).toBe(false);
    }
  });

  test.skipIf(process.platform !== 'linux')('is taken over from a killed hub nobody waited for', async () => {
    const dataDir = temporaryDir();
    // The shell replaces itself by a program that never waits for the child it inherits.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; kill -9 $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    await vi.waitFor(() => expect(state()).toBe('Z'));
    writeFileSync(join(dataDir, 'hub.lock'), JSON.stringify({ pid, started: '', nonce: 'a' }));
    const lock = takeDataLock(dataDir);
    expect(lock).toHaveProperty('release');
  });

  test('with something else in the place of the store says so in a sentence', async () => {
    const dataDir = temporaryDir();
    writeFileSync(join(dataDir, 'stillframe.sqlite'), 'no database '.repeat(1_000));
    await expect(startTestHub({ dataDir })).rejects.toMatchObject({
      kind: 'dataUnreadable',
      user: { message: expect.stringContaining('Move it away') as string },
    });
    expect(existsSync(join(dataDir, 'hub.lock'))).toBe(false);
  });
});

describe('the hub file', () => {
  test('is private, tells how to connect, and goes with a clean stop', async () => {
    const dir = temporaryDir();
    const hubFile = join(dir, 'home', 'hub.json');
    const hub = await startTestHub({ dataDir: join(dir, 'data'), hubFile });
    expect(statSync(hubFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'home')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'data', 'token')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(hubFile, 'utf8'))).toMatchObject({
      url: hub.url,
      token: hub.token,
      pid: process.pid,
    });
    await hub.close();
    expect(existsSync(hubFile)).toBe(false);
  });

  test('of another hub stays', async () => {
    const dir = temporaryDir();
    const hubFile = join(dir, 'hub.json');
    const hub = await startTestHub({ dataDir: join(dir, 'data'), hubFile });
    const other = { url: 'ws://127.0.0.1:1', token: 't', pid: 1, version: '0.1.0' };
    mkdirSync(dir, { recursive: true });
    writeFileSync(hubFile, JSON.stringify(other));
    await hub.close();
    expect(JSON.parse(readFileSync(hubFile, 'utf8'))).toEqual(other);
  });
});

test('an embedded hub stops when nobody has used it for its idle time', async () => {
  const hub = await startTestHub({ idleMs: 100 });
  const agent = await connectAgent(hub);
  await agent.close();
  expect(await hub.closed).toBe('idle');
});
