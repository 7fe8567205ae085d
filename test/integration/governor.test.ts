import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appPath, probeLine } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = (name: string) => ({ file: 'pace.cjs', line1: probeLine(appPath('pace.cjs'), name) });

describe('the budget', () => {
  test('samples a busy line, and the estimated count is near the truth', async () => {
    const app = await rig.start('pace.cjs');
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('beat') });
    await app.get('/start?perSecond=2000');
    await rig.client.until('throttled', () => rig.client.status(id)?.state === 'throttled');
    const status = await rig.client.until('10,000 hits', () => {
      const now = rig.client.status(id);
      return (now?.series?.[0]?.count ?? 0) > 10_000 && now;
    });
    const { runs } = await app.get('/');
    expect(status.counts.hits).toBeLessThan(0.8 * Number(runs));
    expect((status.series?.[0]?.count ?? 0) / Number(runs)).toBeGreaterThan(0.7);
    expect((status.series?.[0]?.count ?? 0) / Number(runs)).toBeLessThan(1.3);
    expect(status.estimateError).toBeGreaterThan(0);
  }, 30_000);

  test('of a probe of its own is kept though the process has more', async () => {
    const app = await rig.start('pace.cjs', { env: { STILLFRAME_BUDGET: '0.25' } });
    const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('beat'), budgetShare: 0.001 });
    await app.get('/start?perSecond=1000');
    await rig.client.until('throttled', () => rig.client.status(id)?.state === 'throttled');
    expect(rig.client.status(id)?.reason?.code).toBe('THROTTLED_BUDGET');
  });
});

test('many probes placed at once are all armed, in one stall', async () => {
  const app = await rig.start('pace.cjs');
  const names = Array.from({ length: 8 }, (_, index) => `many${index}`);
  const ids = await Promise.all(names.map((name) => rig.client.place({ kind: 'counter', at: at(name) })));
  await rig.client.until('all armed', () => ids.every((id) => rig.client.status(id)?.state === 'armed'));
  await app.get('/many');
  await rig.client.until('all counted', () => ids.every((id) => rig.client.status(id)?.counts.hits === 3));
});
