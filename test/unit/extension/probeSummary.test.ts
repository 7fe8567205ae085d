import { bucketOf, placeNotSafe, type ProbeSpec, type ProbeStatus, type ProbeView } from '@stillframe/protocol';
import { describe, expect, it } from 'vitest';
import { formatMs, formatRate, formatShare, formatSignificant } from '../../../extension/src/probes/formatNumbers.ts';
import { movedSpec } from '../../../extension/src/probes/moveProbe.ts';
import { describeRow } from '../../../extension/src/probes/probeLabels.ts';
import { countOf, numbersLabel } from '../../../extension/src/probes/probeNumbers.ts';
import { createRates } from '../../../extension/src/probes/rates.ts';
import { describeCounts, summarizeProbe } from '../../../extension/src/probes/summarizeProbe.ts';

const common = { target: {}, expiresInMs: 3_600_000 };
const at = { file: '/shop/src/checkout.ts', line1: 44 };
const snapshot: ProbeSpec = { kind: 'snapshot', at, ...common, frames: 5, watches: [], limits: {} };
const counter: ProbeSpec = { kind: 'counter', at, ...common };
const tictoc: ProbeSpec = { kind: 'tictoc', at, to: { ...at, line1: 50 }, ...common };
const zero = { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 };

const status = (more: Partial<ProbeStatus> = {}): ProbeStatus => ({
  probeId: 'p',
  state: 'armed',
  bound: [],
  counts: zero,
  cost: { totalNs: 0, share: 0, armStallMs: 0 },
  estimateFactor: 1,
  estimateError: 0,
  series: [],
  ...more,
});
const view = (spec: ProbeSpec, statuses: readonly ProbeStatus[], more: Partial<ProbeView> = {}): ProbeView => ({
  probe: { id: 'p', spec, createdAtMs: 0, createdBy: 'ada', expiresAtMs: 0, enabled: true },
  accepted: 0,
  instances: statuses.map((_, index) => `i${index}`),
  statuses: statuses.map((status, index) => ({ instanceId: `i${index}`, status })),
  ...more,
});
it('what was lost is said in words, over all instances', () => {
  const lost = (drops: ProbeStatus['drops'], dropped: number) => status({ counts: { ...zero, dropped }, drops });
  const statuses = [
    lost({ queue: 1, outbox: 2, refused: 0, exit: 0 }, 3),
    lost({ queue: 0, outbox: 1, refused: 0, exit: 1 }, 2),
  ];
  expect(summarizeProbe(view(snapshot, statuses), false).losses).toBe(
    '5 captures were lost: 1 faster than the agent could read them, 3 while the hub was away or slow for too long, 1 when the process ended before the hub had them',
  );
  // An older agent says only how many.
  expect(summarizeProbe(view(snapshot, [lost(undefined, 1)]), false).losses).toBe('1 capture was lost');
  expect(summarizeProbe(view(snapshot, [status()]), false).losses).toBe('');
});
const noCode = {
  code: 'LINE_HAS_NO_CODE',
  message: 'checkout.ts:44 has no executable code.',
  suggestedLine1: 46,
} as const;

describe('summarizeProbe', () => {
  it.each<[string, ProbeView, string, string]>([
    ['nobody there', view(snapshot, []), 'pending', 'no running agent matches'],
    ['not heard of yet', view(snapshot, [], { instances: ['i'] }), 'pending', 'Waiting for the instance'],
    ['armed', view(snapshot, [status()]), 'armed', 'Armed on 1 of 1 instance.'],
    [
      'armed here, failed there',
      view(snapshot, [status({ state: 'failed', reason: noCode }), status()]),
      'armed',
      'Elsewhere: checkout.ts:44 has no',
    ],
    [
      'failed everywhere',
      view(snapshot, [status({ state: 'failed', reason: noCode })]),
      'failed',
      'has no executable code',
    ],
    ['throttled', view(counter, [status(), status({ state: 'throttled' })]), 'throttled', 'Throttled'],
    ['done', view(snapshot, [status()], { ended: 'done', accepted: 10 }), 'done', 'all 10 hits'],
  ])('%s', (_name, probe, state, sentence) => {
    const summary = summarizeProbe(probe, false);
    expect(summary.state).toBe(state);
    expect(summary.sentence).toContain(sentence);
  });

  it('adds up counts and cost, and tells the line where the probe really is', () => {
    const bound = [{ file: at.file, line1: 46, column1: 1 }];
    const one = status({ bound, counts: { ...zero, hits: 2 }, cost: { totalNs: 5, share: 0.01, armStallMs: 1 } });
    const summary = summarizeProbe(view(snapshot, [one, one]), false);
    expect(summary).toMatchObject({ boundLine1: 46, costShare: 0.02, costNs: 10, armed: 2, counts: { hits: 4 } });
  });

  it('says why nothing arrived', () => {
    expect(describeCounts({ ...zero, hits: 1_204, conditionFalse: 1_204 })).toBe(
      '1,204 evaluated, 1,204 condition false',
    );
    expect(describeCounts(zero)).toContain('has not run');
  });
});

describe('describeRow', () => {
  const row = (probe: ProbeView, rate?: number, paused = false) =>
    describeRow(probe, summarizeProbe(probe, paused), rate, paused);
  it.each<[string, string]>([
    [
      row(view(snapshot, [status({ cost: { totalNs: 1, share: 0.0002, armStallMs: 0 } })], { accepted: 3 })),
      'armed · 3/10 · 0.02 %',
    ],
    [row(view(counter, [status({ series: [{ count: 1_204 }] })]), 83.2), '1,204 hits · 83/s'],
    [row(view(snapshot, [status({ state: 'failed', reason: noCode })])), 'failed · no code here → move to 46'],
    [row(view(snapshot, [])), 'pending · waiting for an agent'],
    [row(view(snapshot, [], {}), undefined, true), 'paused'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('numbersLabel', () => {
  const series = {
    count: 4,
    sum: 43,
    min: 1,
    max: 40,
    last: 1,
    buckets: [
      [bucketOf(1), 3],
      [bucketOf(40), 1],
    ] as [number, number][],
  };
  it('merges instances and groups, and marks estimates', () => {
    const two = [
      status({ series: [{ ...series, key: 'eu' }], estimateFactor: 4, estimateError: 0.06 }),
      status({ series: [{ ...series, key: 'us' }] }),
    ];
    const label = numbersLabel(view(tictoc, two), undefined);
    expect(label).toMatch(/^p50 .+ · p99 40 ms · n 8 · 2 groups · est\. ×4 ±6 %$/);
    expect(countOf(view(tictoc, two))).toBe(8);
  });
  it('has nothing to say of a snapshot', () => {
    expect(numbersLabel(view(snapshot, []), 1)).toBeUndefined();
  });
});

describe('movedSpec', () => {
  it('moves the probe, or the end of a tic-toc that it is about', () => {
    expect(movedSpec(snapshot, noCode)?.at.line1).toBe(46);
    const unsafe = placeNotSafe('checkout.ts', 50, 'inside a `with`', 51);
    expect(movedSpec(tictoc, { ...unsafe, end: 'to' })).toMatchObject({ at: { line1: 44 }, to: { line1: 51 } });
    expect(movedSpec(tictoc, { ...unsafe, end: 'at' })).toMatchObject({ at: { line1: 51 }, to: tictoc.to });
    expect(movedSpec(snapshot, { code: 'LINE_HAS_NO_CODE', message: '' })).toBeUndefined();
  });
});

describe('rates', () => {
  it('follows a counter, falls to zero when it stands still, and starts over when it is reset', () => {
    const rates = createRates();
    expect(rates.rate('a', 0)).toBeUndefined();
    for (let second = 0; second <= 10; second++) rates.sample('a', second * 83, second * 1_000);
    expect(rates.rate('a', 10_100)).toBeCloseTo(83);
    expect(rates.rate('a', 14_000)).toBe(0);
    rates.sample('a', 1, 15_000);
    expect(rates.rate('a', 15_000)).toBeUndefined();
    rates.sample('a', 11, 16_000);
    expect(rates.rate('a', 16_000)).toBeCloseTo(10);
  });
});

describe('numbers as people read them', () => {
  it.each([
    [formatMs(3.14), '3.1 ms'],
    [formatMs(0.04), '40 µs'],
    [formatMs(1_250), '1.25 s'],
    [formatMs(NaN), '–'],
    [formatRate(83.2), '83/s'],
    [formatRate(0.42), '0.42/s'],
    [formatRate(0), '0/s'],
    [formatShare(0.0002), '0.02 %'],
    [formatShare(0.00001), '< 0.01 %'],
    [formatShare(0), '0 %'],
    [formatShare(0.31), '31 %'],
    [formatSignificant(1_204), '1,204'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
