import { afterEach, beforeEach, expect, test } from 'vitest';
import { appPath, probeLine } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = (name: string) => ({ file: 'traced.cjs', line1: probeLine(appPath('traced.cjs'), name) });
type Span = { readonly traceId: string; readonly spanId: string; readonly index: number };

test('captures and logs of overlapping requests carry their own trace, span and request id', async () => {
  const env = { STILLFRAME_REQUEST_ID: 'req.id ?? headers["x-request-id"]', STILLFRAME_BUDGET: '0.25' };
  const app = await rig.start('traced.cjs', { env });
  const watches = [{ expression: 'headers["x-request-id"]' }];
  await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('handled'), watches, ratePerSecond: 50 });
  await rig.client.placeAnd('armed', { kind: 'log', at: at('plain'), template: '{n}', ratePerSecond: 50 });
  const answer = await app.get('/?n=6');
  const spans = answer['spans'] as Span[];
  // OpenTelemetry's own code was not run for it.
  expect(answer['asked']).toBeNull();
  await rig.client.until('all', () => rig.client.captures.length === 6 && rig.client.logs.length === 7);

  for (const { traceId, spanId, index } of spans) {
    const capture = rig.client.captures.find(
      ({ watches: [watch] }) => watch?.value?.t === 'string' && watch.value.v === `h-${index}`,
    );
    expect(capture?.trace).toEqual({ traceId, spanId });
    expect(capture?.requestId).toBe(index % 2 === 0 ? `r-${index}` : `h-${index}`);
    const log = rig.client.logs.find(({ trace }) => trace?.traceId === traceId);
    expect(log).toMatchObject({ text: String(index), trace: { traceId, spanId } });
    // Neither of its names is visible there.
    expect(log?.requestId).toBeUndefined();
  }
  expect(rig.client.logs.filter(({ trace }) => trace === undefined)).toHaveLength(1);

  const { traceId } = spans[3] ?? {};
  const { captures } = await rig.client.call('captures/list', { trace: traceId });
  expect(captures.map(({ requestId }) => requestId)).toEqual(['h-3']);
  const byRequest = await rig.client.call('captures/list', { trace: 'r-2' });
  expect(byRequest.captures.map(({ trace }) => trace?.traceId)).toEqual([spans[2]?.traceId]);
  const { logs } = await rig.client.call('logs/list', { trace: traceId });
  expect(logs.map(({ text }) => text)).toEqual(['3']);
});

test('a request id that names a secret stays in the process, and a setting that cannot be read is said', async () => {
  const secret = await rig.start('traced.cjs', { env: { STILLFRAME_REQUEST_ID: 'headers.token ?? req.id' } });
  await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('handled'), maxHits: 1 });
  await secret.get('/');
  const capture = await rig.client.until('capture', () => rig.client.captures[0]);
  expect(capture.requestId).toBe('r-0');

  await secret.stop();
  const broken = await rig.start('traced.cjs', { env: { STILLFRAME_REQUEST_ID: 'req.getId()' } });
  await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('handled'), maxHits: 2 });
  await broken.get('/');
  const next = await rig.client.until('capture', () =>
    rig.client.captures.find(({ instanceId }) => instanceId !== capture.instanceId),
  );
  expect(next.trace).toBeDefined();
  expect(next.requestId).toBeUndefined();
  await expect.poll(() => broken.output()).toContain('request ids are not taken');
});
