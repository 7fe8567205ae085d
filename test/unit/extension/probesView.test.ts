import type { InstanceView, ProbeSpec, ProbeView } from '@stillframe/protocol';
import { describe, expect, test } from 'vitest';
import { groupProbes, placeTitle, type Grouping } from '../../../extension/src/probes/groupProbes.ts';
import { probeFacts } from '../../../extension/src/probes/probeFacts.ts';
import { targetChoices } from '../../../extension/src/probes/targetChoices.ts';

const common = { target: {}, expiresInMs: 3_600_000 };
const at = (file: string, line1: number) => ({ file, line1 });
const view = (id: string, spec: ProbeSpec): ProbeView => ({
  probe: { id, spec, createdAtMs: 0, createdBy: 'ada', expiresAtMs: 90_000, enabled: true },
  accepted: 0,
  instances: ['i'],
  statuses: [
    {
      instanceId: 'i',
      status: {
        probeId: id,
        state: 'armed',
        bound: [],
        counts: { hits: 12, conditionFalse: 11, conditionFailed: 0, throttled: 0, captured: 1, dropped: 0 },
        cost: { totalNs: 2_500_000, share: 0.002, armStallMs: 3 },
        estimateFactor: 1,
        estimateError: 0,
        series: [],
      },
    },
  ],
});
const probes = [
  view('a', { kind: 'counter', at: at('/shop/src/pricing.ts', 17), ...common, label: 'prices' }),
  view('b', { kind: 'tictoc', at: at('/shop/src/checkout.ts', 40), to: at('/shop/src/checkout.ts', 44), ...common }),
  view('c', { kind: 'counter', at: at('/shop/src/checkout.ts', 9), ...common }),
];

describe('grouping', () => {
  test.each<[Grouping, readonly (readonly [string, readonly string[]])[]]>([
    [
      'file',
      [
        ['checkout.ts', ['Line 9', 'Line 40 → 44']],
        ['pricing.ts', ['Line 17']],
      ],
    ],
    [
      'kind',
      [
        ['Counters', ['checkout.ts:9', 'pricing.ts:17']],
        ['Tic-Tocs', ['checkout.ts:40 → 44']],
      ],
    ],
    [
      'label',
      [
        ['prices', ['pricing.ts:17']],
        ['No label', ['checkout.ts:9', 'checkout.ts:40 → 44']],
      ],
    ],
  ])('by %s', (by, expected) => {
    const groups = groupProbes(probes, by);
    expect(groups.map(({ title, views }) => [title, views.map((one) => placeTitle(one, by))])).toEqual(expected);
  });
});

test('below a probe are the answer, its counts, its cost, its target and its end', () => {
  const [, , counter] = probes;
  if (counter === undefined) throw new Error('no probe');
  const facts = probeFacts(counter, { paused: false, instances: [], nowMs: 0 });
  expect(facts.map(({ label, text }) => `${label}: ${text}`)).toEqual([
    ': Something did arrive: 1 hit.',
    ': Its condition `` was false 11 of 12 times the line ran.',
    'Evaluated: 12',
    'Condition false: 11',
    'Captured: 1',
    'Cost: 0.2 % of a core · 2.5 ms in all · 3 ms to arm',
    'Target: all · 1 instance',
    'Expires: in 1m 30s',
  ]);
});

test('targets are offered from all to one, lost instances left out', () => {
  const instance = (id: string, app: string, tags = {}, connected = true): InstanceView => ({
    connected,
    instance: {
      instanceId: id,
      app,
      host: `pod-${id}`,
      pid: 7,
      tags,
      nodeVersion: 'v24',
      agentVersion: '0.1.0',
      cwd: '/',
      startedAtMs: 0,
    },
  });
  const choices = targetChoices([
    instance('1', 'shop', { region: 'eu' }),
    instance('2', 'shop', { region: 'us' }),
    instance('3', 'web'),
    instance('4', 'web', {}, false),
  ]);
  expect(choices.map(({ label, description }) => `${label} (${description})`)).toEqual([
    'All instances (3 instances)',
    'Any one instance (first try it on one)',
    'App shop (2 instances)',
    'Any one of shop (first try it on one)',
    'App web (1 instance)',
    'Tag region=eu (1 instance)',
    'Tag region=us (1 instance)',
    'shop on pod-1 (pid 7)',
    'shop on pod-2 (pid 7)',
    'web on pod-3 (pid 7)',
  ]);
  expect(choices[5]?.target).toEqual({ tags: { region: 'eu' } });
});
