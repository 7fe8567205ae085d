import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '@stillframe/protocol';
import { appPath, probeLine, registerPath } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = { file: 'threadWork.cjs', line1: probeLine(appPath('threadWork.cjs'), 'multiplied') };
const snapshot = { kind: 'snapshot', at, limits: { captureMs: limits.captureMs.max } } as const;

const start = (env?: Record<string, string>) =>
  rig.start('threads.cjs', { env, nodeArgs: ['--expose-gc', '--import', registerPath] });

/** The instance of a worker thread once the probe is armed on it. */
const armedThread = (id: string, threadId: unknown) =>
  rig.client.until(`armed on thread ${String(threadId)}`, () => {
    const armed = rig.client.probes.get(id)?.statuses.filter(({ status }) => status.state === 'armed') ?? [];
    return armed
      .map(({ instanceId }) => rig.client.instances.get(instanceId)?.instance)
      .find((instance) => instance?.thread?.id === threadId);
  });
const isGone = (instanceId: string) =>
  rig.client.until('gone', () => rig.client.instances.get(instanceId)?.connected !== true);

test('each worker thread is an instance of its own under its process, told apart in every capture', async () => {
  const app = await start();
  const early = await app.get('/?do=start&name=early');
  const id = await rig.client.place({ ...snapshot, maxHits: 10 });
  for (const name of ['early', 'late']) {
    const { threadId } = name === 'early' ? early : await app.get('/?do=start&name=late');
    const instance = await armedThread(id, threadId);
    expect(instance.pid).toBe(app.child.pid);
    expect(await app.get(`/?do=work&name=${name}&count=21`)).toEqual({ product: 42, threadId });
    const capture = await rig.client.until('capture', () =>
      rig.client.captures.find(({ instanceId }) => instanceId === instance.instanceId),
    );
    expect(capture.frames[0]?.scopes?.[0]?.variables.map(({ k }) => k)).toEqual(['count', 'product']);
    expect(capture.frames.map(({ scopes }) => scopes !== undefined).slice(0, 2)).toEqual([true, true]);
  }
  expect(rig.client.instances.size).toBe(3);
});

test.runIf(process.platform === 'linux')('a worker thread tells its own CPU, not that of the main thread', async () => {
  const app = await start();
  const id = await rig.client.place(snapshot);
  const { threadId } = await app.get('/?do=start&name=busy');
  const { instanceId } = await armedThread(id, threadId);
  const cpuOf = (which: (instanceId: string) => boolean) =>
    [...rig.client.instances].find(([key]) => which(key))?.[1].load?.appCpu ?? 0;
  const spun = app.get('/?do=spin&name=busy&ms=4000');
  await rig.client.until('its CPU', () => cpuOf((key) => key === instanceId) > 0.25);
  // The main thread only waits.
  expect(cpuOf((key) => key !== instanceId)).toBeLessThan(0.25);
  await spun;
});

test('a worker thread with a probe on it ends by itself, and by terminate()', async () => {
  const app = await start();
  const id = await rig.client.place({ ...snapshot, maxHits: 10 });
  for (const [name, end, code] of [
    ['a', 'close', 0],
    ['b', 'terminate', 1],
  ]) {
    const { threadId } = await app.get(`/?do=start&name=${name}`);
    const { instanceId } = await armedThread(id, threadId);
    await app.get(`/?do=work&name=${name}&count=1`);
    expect(await app.get(`/?do=${end}&name=${name}`)).toEqual({ code });
    await isGone(instanceId);
  }
});

test('a process ends by itself with a probe on a worker thread', async () => {
  const app = await start();
  const id = await rig.client.place({ ...snapshot, maxHits: 10 });
  const { threadId } = await app.get('/?do=start&name=a');
  await armedThread(id, threadId);
  await app.get('/?do=work&name=a&count=1');
  await rig.client.until('capture', () => rig.client.captures[0]);
  await app.get('/?do=end');
  expect(await app.ended).toEqual({ code: 0, signal: null });
});

test('worker threads that live for a moment are left alone, and all are with STILLFRAME_WORKERS=0', async () => {
  const app = await start();
  await rig.client.place(snapshot);
  await app.get('/?do=many&count=20');
  expect([...rig.client.instances.values()].map(({ instance }) => instance.thread)).toEqual([undefined]);

  const without = await start({ STILLFRAME_WORKERS: '0' });
  const { threadId } = await without.get('/?do=start&name=a');
  await without.get('/?do=work&name=a&count=1');
  // Another's that starts later is there: this one would be too.
  const other = await app.get('/?do=start&name=a');
  await rig.client.until('thread', () =>
    [...rig.client.instances.values()].find(({ instance }) => instance.thread?.id === other['threadId']),
  );
  const ofWithout = [...rig.client.instances.values()].filter(({ instance }) => instance.pid === without.child.pid);
  expect(threadId).toBeGreaterThan(0);
  expect(ofWithout).toHaveLength(1);
});
