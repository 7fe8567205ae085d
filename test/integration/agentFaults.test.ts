import { afterEach, beforeEach, expect, test } from 'vitest';
import { appPath, probeLine, registerPath, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = { file: 'orders.cjs', line1: probeLine(appPath('orders.cjs'), 'priced') };
const order = { startedBy: 'Ada', total: 24 };

const startWith = (sabotage: string) =>
  rig.start('orders.cjs', {
    env: { SABOTAGE: sabotage },
    nodeArgs: ['--require', appPath('sabotage.cjs'), '--import', registerPath],
  });
const countOf = (app: App, text: string) => app.output().split(text).length - 1;
const reasonOf = (id: string) => rig.client.status(id)?.reason;

test('an error of ours fails the probe; too many, and the agent leaves the app alone until a person resumes it', async () => {
  const app = await startWith('debugger');
  const ids: string[] = [];
  for (let round = 1; round <= 5; round++) {
    ids.push(await rig.client.placeAnd('failed', { kind: 'counter', at, label: `${round}` }));
    expect(await app.get('/order')).toEqual(order);
    expect(countOf(app, 'enable was tried')).toBe(round);
  }
  await rig.client.until('the agent gave up', () =>
    ids.every((id) => reasonOf(id)?.message.includes('will not place any')),
  );
  expect(reasonOf(ids[0] ?? '')).toMatchObject({
    code: 'AGENT_FAILED',
    message: expect.stringContaining('5 faults of its own within 60 s, the last: no debugger today.') as string,
  });
  // Nothing more is tried, and it is said which instance is like that.
  ids.push(await rig.client.placeAnd('failed', { kind: 'counter', at }));
  expect(countOf(app, 'enable was tried')).toBe(5);
  await rig.client.until(
    'failure',
    () => [...rig.client.instances.values()][0]?.load?.failure?.code === 'AGENT_FAILED',
  );

  app.child.kill('SIGUSR2');
  await expect.poll(() => app.output()).toContain('repaired');
  await rig.client.call('probes/pause', { paused: false });
  await rig.client.until('all armed', () => ids.every((id) => rig.client.status(id)?.state === 'armed'));
  expect(await app.get('/order')).toEqual(order);
});

test('a link thread that dies is started again with the probes, but not for ever', async () => {
  const app = await startWith('thread');
  const id = await rig.client.place({ kind: 'snapshot', at });
  const seen = new Set<string>();
  const nextInstance = (state: string) =>
    rig.client.until(`${state} on a new instance`, () => {
      const entry = rig.client.probes
        .get(id)
        ?.statuses.find(({ instanceId, status }) => status.state === state && !seen.has(instanceId));
      if (entry !== undefined) seen.add(entry.instanceId);
      return entry;
    });

  for (let round = 1; round <= 3; round++) {
    await nextInstance('armed');
    expect(await app.get('/order')).toEqual(order);
    await rig.client.until('capture', () => rig.client.captures.length === round);
    app.child.kill('SIGUSR2');
  }
  const { status } = await nextInstance('failed');
  expect(status.reason?.message).toContain('3 faults of its own within 600 s, the last: its own thread ended.');
  expect(await app.get('/order')).toEqual(order);
});
