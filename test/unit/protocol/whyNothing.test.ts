import { describe, expect, test } from 'vitest';
import {
  expressionFailed,
  lineHasNoCode,
  scriptNotLoaded,
  throttledBudget,
  type HitCounts,
  type InstanceView,
  type ProbeSpec,
  type ProbeStatus,
  type ProbeView,
} from '@stillframe/protocol';
import { whyNothing } from '@stillframe/protocol/reading';

const nowMs = 1_000_000_000;
const minutes = (count: number) => count * 60_000;
const spec: ProbeSpec = {
  kind: 'snapshot',
  at: { file: 'src/checkout.ts', line1: 44 },
  target: {},
  expiresInMs: minutes(60),
  frames: 5,
  watches: [],
  limits: {},
};
const zero: HitCounts = { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 };

type StatusChanges = Omit<Partial<ProbeStatus>, 'counts'> & { readonly counts?: Partial<HitCounts> };
const status = ({ counts, ...more }: StatusChanges = {}): ProbeStatus => ({
  probeId: 'p',
  state: 'armed',
  sinceMs: nowMs - minutes(5),
  bound: [{ file: '/srv/src/checkout.ts', line1: 44, column1: 1 }],
  counts: { ...zero, ...counts },
  cost: { totalNs: 0, share: 0, armStallMs: 0 },
  estimateFactor: 1,
  estimateError: 0,
  series: [],
  ...more,
});
const view = (statuses: readonly ProbeStatus[], more: Partial<ProbeView> = {}, changes = {}): ProbeView => ({
  probe: {
    id: 'p',
    spec: { ...spec, ...changes },
    createdAtMs: nowMs - minutes(6),
    createdBy: 'ada',
    expiresAtMs: nowMs + minutes(54),
    enabled: true,
  },
  accepted: 0,
  instances: statuses.map((_, index) => `i${index}`),
  statuses: statuses.map((one, index) => ({ instanceId: `i${index}`, status: one })),
  ...more,
});
const instance = (app: string): InstanceView => ({
  connected: true,
  instance: {
    instanceId: app,
    app,
    host: 'pod-1',
    pid: 7,
    tags: {},
    nodeVersion: 'v24.0.0',
    agentVersion: '0.1.0',
    cwd: '/srv',
    startedAtMs: 0,
  },
});
const why = (probe: ProbeView, paused = false, instances = [instance('shop')]) =>
  whyNothing(probe, { paused, instances, nowMs });

describe('why nothing arrived', () => {
  test.each<[string, ProbeView, string, readonly unknown[]]>([
    ['the line never ran', view([status()]), 'The line has not run since it was armed 5m ago.', []],
    [
      'it is on another line and that never ran',
      view([status({ bound: [{ file: 'a.ts', line1: 46, column1: 1 }] })]),
      'The line has not run since it was armed 5m ago. It really is on line 46.',
      [],
    ],
    [
      'the condition was always false',
      view([status({ counts: { hits: 1_204, conditionFalse: 1_204 } })], {}, { condition: 'total > 3' }),
      'Its condition `total > 3` was false all 1,204 times the line ran.',
      [{ kind: 'edit' }],
    ],
    [
      'the condition cannot be evaluated',
      view([status({ counts: { hits: 2, conditionFailed: 2 }, lastFailure: expressionFailed('a.b', 'a is null.') })]),
      'An expression failed 2 times: `a.b` could not be evaluated: a is null.',
      [{ kind: 'edit' }],
    ],
    [
      'the file is not loaded',
      view([status({ state: 'pending', reason: scriptNotLoaded('checkout.ts', ['/srv/dist/checkout.js']) })]),
      'checkout.ts is not loaded in this process yet. The probe stays and is placed as soon as the file loads. Loaded, and alike: /srv/dist/checkout.js.',
      [],
    ],
    [
      'the line has no code',
      view([status({ state: 'failed', reason: lineHasNoCode('checkout.ts', 44, 46) })]),
      'checkout.ts:44 has no executable code. Move the probe to line 46.',
      [{ kind: 'move', line1: 46 }],
    ],
    [
      'it is throttled',
      view([status({ state: 'throttled', reason: throttledBudget(1), counts: { hits: 9, throttled: 9 } })]),
      '9 hits went by for its rate or budget.',
      [],
    ],
    ['no answer yet', view([], { instances: ['i0'] }), '1 instance did not answer yet.', []],
    [
      'it is done, and nothing came of it',
      view([], { ended: 'done' }, { maxHits: 10 }),
      'It is done: all 10 hits it was placed for have been.',
      [{ kind: 'renew' }],
    ],
    [
      'all of it was lost',
      view([status({ counts: { hits: 3, captured: 0, dropped: 3 } })]),
      '3 captures were lost.',
      [],
    ],
    [
      'a tic without a toc',
      view([status({ counts: { hits: 4, open: 4 } })]),
      '4 times it began, and its end has not come yet.',
      [],
    ],
  ])('%s', (_name, probe, answer, steps) => {
    expect(why(probe)).toMatchObject({ answer, steps });
  });

  test('no agent matches: who is there is said, and other instances are offered', () => {
    expect(why(view([], {}, { target: { app: 'web' } }), false, [instance('shop'), instance('cart')])).toEqual({
      answer: 'No running agent matches its target app=web; connected are: cart, shop.',
      facts: [],
      steps: [{ kind: 'retarget' }],
    });
    expect(why(view([]), false, []).answer).toBe('No agent is connected: start the service with its agent.');
  });

  test('paused and disabled come before what the instances say, and everything else is still told', () => {
    const probe = view([status({ state: 'disabled', counts: { hits: 3, conditionFalse: 3 } })]);
    expect(why(probe, true)).toMatchObject({ answer: 'All probes are paused.', steps: [{ kind: 'resume' }] });
    expect(why(probe, true).facts[0]).toContain('was false all 3 times');
    const disabled = { ...probe, probe: { ...probe.probe, enabled: false } };
    expect(why(disabled)).toMatchObject({ answer: 'It is disabled.', steps: [{ kind: 'enable' }] });
  });

  test('expired: since when, and that the line never ran meanwhile', () => {
    const expired = view([status({ state: 'expired' })], { ended: 'expired', instances: [] });
    const probe = { ...expired, probe: { ...expired.probe, expiresAtMs: nowMs - minutes(2) } };
    expect(why(probe)).toEqual({
      answer: 'It expired 2m ago and was taken out.',
      facts: ['The line did not run while it was armed.'],
      steps: [{ kind: 'renew' }],
    });
  });

  test('instances that differ are counted', () => {
    const failed = status({ state: 'failed', reason: lineHasNoCode('checkout.ts', 44, 46) });
    const probe = view([failed, failed, status({ counts: { hits: 2, conditionFalse: 1, captured: 1 } })]);
    const { answer, facts } = why({ ...probe, accepted: 1 });
    expect(answer).toBe('Something did arrive: 1 capture.');
    expect(facts[0]).toBe('On 2 of 3 instances: checkout.ts:44 has no executable code. Move the probe to line 46.');
  });

  test('an instance that it is not for any more has no say', () => {
    const probe = view([status(), status({ state: 'failed', reason: lineHasNoCode('a.ts', 1) })], {
      instances: ['i0'],
    });
    expect(why(probe)).toMatchObject({ answer: 'The line has not run since it was armed 5m ago.', facts: [] });
  });
});
