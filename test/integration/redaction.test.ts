import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeLine, appPath, type App } from './rig/app.ts';
import { startRecorder, type Recorder } from './rig/recorder.ts';
import { startRig, type Rig } from './rig/rig.ts';

const file = 'secrets.cjs';
const at = (name: string) => ({ file, line1: probeLine(appPath(file), name) });

/** What each is hidden by. No two share more than chance gives, so that a half of one is found too. */
const secrets = {
  name: 'hunter2-of-a-name',
  type: 'kept-in-a-class',
  own: 'ord_k3j9x8q7',
  card: '4111111111111111',
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJhZGEifQ', 'dozjgNryP4J3jVmNHl0w5N'].join('.'),
  listed: 'DE-811-907-980',
};
/** Beginnings: no half of a secret may be seen either. */
const traces = ['hunter2', 'kept-in', 'ord_k3j', '411111', 'zdWIiOiJ', 'DE-811', '52,49,49,49'];

let rig: Rig;
let recorder: Recorder;
let app: App;

beforeAll(async () => {
  rig = await startRig();
  recorder = await startRecorder(rig.hub);
  app = await rig.start(file, {
    env: {
      // Seven probes on one line, each hit once: on a slow machine more than what may be saved up at 1 %.
      STILLFRAME_BUDGET: '0.25',
      SECRETS: JSON.stringify(secrets),
      STILLFRAME_HUB: recorder.url,
      STILLFRAME_TOKEN: rig.hub.token,
      STILLFRAME_REDACT: JSON.stringify({
        types: ['Account'],
        patterns: [{ what: 'order', match: 'ord_[a-z0-9]{8}' }],
      }),
    },
  });
});
afterAll(async () => {
  await rig.stop();
  await recorder.close();
});

test('a secret in any place is in no byte that leaves the process', async () => {
  await rig.client.call('redaction/set', { rules: { names: ['taxId'] } });
  const limits = { depth: 6, captureMs: 50, captureBytes: 1_000_000 };
  const watched = ['user', 'user.password', 'note', 'account', 'text', 'map.get("cookie")', 'long', 'rawHeaders[3]'];
  const failing = ['BigInt(note)', 'BigInt(user.password)', 'BigInt(order)', 'error[user.password].x'];
  const everything = [
    'note',
    'user',
    'error',
    'map',
    'mixed',
    'keyed',
    'url',
    'header',
    'text',
    'long',
    'taxId',
    'bytes',
  ];
  const ids = [
    await rig.client.placeAnd('armed', {
      kind: 'snapshot',
      at: at('paid'),
      limits,
      watches: [...watched, ...failing].map((expression) => ({ expression })),
    }),
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('checked'), limits }),
    await rig.client.placeAnd('armed', {
      kind: 'log',
      at: at('paid'),
      to: 'both',
      template: [...everything, ...watched, ...failing].map((part) => `${part} {${part}} bearer {order}`).join(' '),
    }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: at('paid'), by: 'note' }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: at('paid'), by: 'long.slice(830)' }),
    await rig.client.placeAnd('armed', { kind: 'metric', at: at('paid'), value: '1', by: 'order' }),
    await rig.client.placeAnd('armed', { kind: 'counter', at: at('paid'), condition: 'BigInt(note) > 0n' }),
    await rig.client.placeAnd('armed', { kind: 'tictoc', at: at('paid'), to: at('checked'), by: 'caller' }),
  ];
  await app.get('/');
  await rig.client.until('everything', () => {
    const isReported = ids.slice(3, 6).every((id) => (rig.client.status(id)?.series.length ?? 0) > 0);
    const hasFailed = rig.client.status(ids[6] ?? '')?.lastFailure !== undefined;
    return rig.client.captures.length >= 2 && rig.client.logs.length >= 1 && isReported && hasFailed;
  });

  const sent = recorder.sent();
  expect(traces.filter((trace) => sent.includes(trace) || app.output().includes(trace))).toEqual([]);
  // They were there to be seen: each way of hiding has left its mark.
  const marks = ['"what":"card number"', '"what":"order"', '"what":"Account"', '‹redacted: JWT›', '"reason":"name"'];
  expect(marks.filter((mark) => !sent.includes(mark))).toEqual([]);
  await rig.client.call('probes/remove', { ids });
});

test('rules that the hub gets while the process runs hold for the next capture', async () => {
  const caught = async () => {
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: at('checked'), frames: 1 });
    await app.get('/');
    const capture = await rig.client.until('capture', () => rig.client.captures.find(({ probeId }) => probeId === id));
    return capture.frames[0]?.scopes?.[0]?.variables.find(({ k }) => k === 'count')?.v;
  };
  expect(await caught()).toEqual({ t: 'number', v: 14 });
  await rig.client.call('redaction/set', { rules: { names: ['count'] } });
  expect(await caught()).toEqual({ t: 'redacted', reason: 'name' });
  await rig.client.call('redaction/set', { rules: {} });
  expect(await caught()).toEqual({ t: 'number', v: 14 });
});
