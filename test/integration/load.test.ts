import type { Load } from '@stillframe/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appPath, probeLine } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const load = (): Load | undefined => [...rig.client.instances.values()][0]?.load;

test('an instance without probes tells its CPU and memory, and nothing that only its own thread knows', async () => {
  const app = await rig.start('orders.cjs');
  const first = await rig.client.until('a load', load);
  // Later ones come by themselves.
  const second = await rig.client.until('another load', () => load() !== first && load());
  expect(second.rssBytes).toBeGreaterThan(10 * 1_048_576);
  expect(second.cpu).toBeGreaterThanOrEqual(0);
  if (process.platform === 'linux') expect(second.appCpu).toBeGreaterThanOrEqual(0);
  expect(second).not.toHaveProperty('loopDelayMs');
  expect(second).not.toHaveProperty('heapUsedBytes');
  expect((await app.get('/')).globals).toBe(false);
});

test('with a probe in it, also the delay of its event loop and its heap; a thread that stands still shows', async () => {
  const app = await rig.start('orders.cjs');
  await rig.client.placeAnd('armed', {
    kind: 'counter',
    at: { file: 'orders.cjs', line1: probeLine(appPath('orders.cjs'), 'priced') },
  });
  const calm = await rig.client.until('a pulse', () => load()?.heapUsedBytes !== undefined && load());
  expect(calm.heapUsedBytes).toBeGreaterThan(1_048_576);
  expect(calm.heapLimitBytes).toBeGreaterThan(calm.heapUsedBytes ?? Infinity);
  expect(calm.loopDelayMs).toBeGreaterThanOrEqual(0);
  await app.get('/block?ms=3000');
  await rig.client.until('a delay', () => (load()?.loopDelayMs ?? 0) > 300);
});
