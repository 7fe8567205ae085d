import {
  bucketOf,
  type InstanceView,
  type ProbeView,
  ProbeSpecSchema,
  ProbeStatusSchema,
  type Series,
} from '@stillframe/protocol';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { HubChange } from '../../../extension/src/hub/hubModel.ts';
import { metricCard } from '../../../extension/src/views/webviews/metricCards.ts';
import { createMetricSeries, historyS } from '../../../extension/src/views/webviews/metricSeries.ts';
import { createInstanceHistory, instanceCard } from '../../../extension/src/views/webviews/instanceHistory.ts';
import { chartData } from '../../../webview/src/metrics/chartData.ts';
import { formatShare, formatWithUnit } from '../../../webview/src/metrics/formatNumbers.ts';
import { histogramBars } from '../../../webview/src/metrics/histogramBars.ts';
import { stackedData } from '../../../webview/src/metrics/stackedData.ts';
import { joinPoints } from '../../../webview/src/metrics/metricsState.ts';
import { sortGroups } from '../../../webview/src/metrics/sortGroups.ts';

const numbers = (instanceId: string, ...series: Series[]) => ({ instanceId, status: { series } });
const counted = (count: number, instanceId = 'i1') => [numbers(instanceId, { count })];
const recorded = (...values: number[]): Series => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  min: Math.min(...values),
  max: Math.max(...values),
  buckets: values.map((value): [number, number] => [bucketOf(value), 1]).sort(([a], [b]) => a - b),
});

describe('the past of a counter', () => {
  it('is one number a second, from the cumulative counts', () => {
    const series = createMetricSeries('count');
    for (const [second, count] of [
      [100, 50],
      [101, 60],
      [102, 90],
    ] as const)
      series.sample(counted(count), second * 1_000);
    expect(series.points(0, 103)).toEqual([
      [101, 10],
      [102, 30],
      [103, 0],
    ]);
  });
  it('adds up what several reports of one second say', () => {
    const series = createMetricSeries('count');
    series.sample(counted(0), 100_000);
    series.sample(counted(3), 101_100);
    series.sample(counted(5), 101_900);
    expect(series.points(101, 101)).toEqual([[101, 5]]);
  });
  it('spreads a late report over the seconds it was late, but not over a silence', () => {
    const series = createMetricSeries('count');
    series.sample(counted(0), 100_000);
    series.sample(counted(6), 103_000);
    series.sample(counted(16), 110_000);
    expect(series.points(101, 110).map(([, count]) => count)).toEqual([2, 2, 2, 0, 0, 0, 0, 0, 0, 10]);
  });
  it('starts over when the probe was placed anew, and counts instances that join', () => {
    const series = createMetricSeries('count');
    series.sample(counted(1_000), 100_000);
    series.sample(counted(4), 101_000);
    series.sample([...counted(4), ...counted(7, 'i2')], 102_000);
    series.sample(counted(7, 'i2'), 103_000);
    expect(series.points(101, 103).map(([, count]) => count)).toEqual([4, 7, 0]);
  });
  it('keeps ten minutes and no more', () => {
    const series = createMetricSeries('count');
    for (let second = 0; second < historyS * 3; second += 1) series.sample(counted(second * 2), second * 1_000);
    const points = series.points(0, historyS * 3 - 1);
    expect([points.length, points[0]?.[0], points.every(([, count]) => count === 2)]).toEqual([
      historyS,
      historyS * 2,
      true,
    ]);
  });
  it('gives the rate of the last five whole seconds', () => {
    const series = createMetricSeries('count');
    for (let second = 0; second <= 20; second += 1) series.sample(counted(second * 8), second * 1_000);
    expect(series.ratePerSecond(20_500)).toBe(8);
    expect(series.ratePerSecond(40_000)).toBe(0);
  });
});

describe('the past of a distribution', () => {
  it('has the percentiles of each second alone, and gaps', () => {
    const series = createMetricSeries('distribution');
    series.sample([numbers('i1', recorded(1_000))], 100_000);
    series.sample([numbers('i1', recorded(1_000, 4, 4, 4))], 101_000);
    const [first, second] = series.points(101, 102);
    expect(first?.slice(1).every((value) => value !== null && Math.abs(value - 4) < 0.1)).toBe(true);
    expect(second).toEqual([102, null, null, null]);
  });
});

describe('a card', () => {
  const status = (series: Series[], more = {}) =>
    v.parse(ProbeStatusSchema, {
      probeId: 'p',
      state: 'armed',
      bound: [],
      counts: { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 },
      cost: { totalNs: 0, share: 0.001, armStallMs: 0 },
      series,
      ...more,
    });
  const view = (spec: unknown, ...statuses: ReturnType<typeof status>[]): ProbeView => ({
    probe: {
      id: 'p',
      spec: v.parse(ProbeSpecSchema, spec),
      createdAtMs: 0,
      createdBy: '',
      expiresAtMs: 0,
      enabled: true,
    },
    accepted: 0,
    instances: [],
    statuses: statuses.map((each, index) => ({ instanceId: `i${index}`, status: each })),
  });
  const at = { file: 'src/pricing.ts', line1: 17 };

  it('adds instances and groups up', () => {
    const spec = { kind: 'counter', at, by: 'route' };
    const card = metricCard(
      view(
        spec,
        status([{ key: 'a', count: 1 }]),
        status(
          [
            { key: 'a', count: 2 },
            { key: 'b', count: 4 },
          ],
          { estimateFactor: 4, estimateError: 0.7 },
        ),
      ),
      3,
    );
    expect(card).toMatchObject({
      title: 'pricing.ts:17',
      count: 7,
      ratePerSecond: 3,
      estimate: 'at least, est. ×4',
      costShare: 0.002,
    });
    expect(card?.state).toBeUndefined();
    expect(card?.groups.map(({ key, count }) => [key, count])).toEqual([
      ['a', 3],
      ['b', 4],
    ]);
  });
  it('names both lines of a tic-toc and measures in ms', () => {
    const card = metricCard(view({ kind: 'tictoc', at, to: { ...at, line1: 20 } }, status([recorded(1, 2, 3)])), 0);
    expect(card).toMatchObject({ title: 'pricing.ts:17 → 20', unit: 'ms', summary: { count: 3, max: 3 } });
  });
  it('says why it does not count', () => {
    const reason = { code: 'LINE_HAS_NO_CODE', message: 'no code' };
    expect(metricCard(view({ kind: 'counter', at }, status([], { state: 'failed', reason })), 0)).toMatchObject({
      state: 'failed',
      reason,
    });
    expect(metricCard(view({ kind: 'counter', at }), 0)?.state).toBe('no instance yet');
    expect(metricCard(view({ kind: 'counter', at }, status([]), status([], { state: 'pending' })), 0)?.state).toBe(
      '1 of 2 instances',
    );
  });
  it('does not exist for snapshots', () => expect(metricCard(view({ kind: 'snapshot', at }), 0)).toBeUndefined());
});

describe('the metrics view', () => {
  it('replaces the seconds that a tick brings again, and forgets old ones', () => {
    expect(
      joinPoints(
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        [
          [3, 9],
          [4, 4],
        ],
        2,
      ),
    ).toEqual([
      [2, 2],
      [3, 9],
      [4, 4],
    ]);
    expect(joinPoints([[1, 1]], [], 0)).toEqual([[1, 1]]);
  });
  it('draws every second of the window, with gaps where nothing is known', () =>
    expect(chartData([[2, 5, 6, 7]], 1, 3, 3)).toEqual([
      [1, 2, 3],
      [null, 5, null],
      [null, 6, null],
      [null, 7, null],
    ]));
  it('sorts groups, numbers in keys by value', () => {
    const groups = [
      { key: 'r10', count: 1 },
      { key: 'r9', count: 1 },
      { key: 'a', count: 5 },
    ];
    expect(sortGroups(groups, 'count', true).map(({ key }) => key)).toEqual(['a', 'r9', 'r10']);
    expect(sortGroups(groups, 'key', true).map(({ key }) => key)).toEqual(['r10', 'r9', 'a']);
  });
  it.each([
    [0.0401, 'ms', '40.1 µs'],
    [3.1234, 'ms', '3.12 ms'],
    [1_250, 'ms', '1.25 s'],
    [-12.5, '', '-12.5'],
    [NaN, 'ms', '–'],
    [0, 'ms', '0 ms'],
    [1_204, '', '1,204'],
  ] as const)('%d %s reads %s', (value, unit, text) => expect(formatWithUnit(value, unit)).toBe(text));
  it.each([
    [0.000_01, '< 0.01 %'],
    [0.001, '0.1 %'],
    [0.25, '25 %'],
    [0, '0 %'],
  ])('a share of %d reads %s', (share, text) => expect(formatShare(share)).toBe(text));
});

describe('the past of groups', () => {
  const grouped = (...counts: readonly (readonly [string, number])[]) => [
    numbers('i1', ...counts.map(([key, count]): Series => ({ key, count }))),
  ];

  it('is events a second of each, in the order they were first seen', () => {
    const series = createMetricSeries('count');
    series.sample(grouped(['eu', 1]), 100_000);
    series.sample(grouped(['eu', 3], ['us', 5]), 101_000);
    series.sample(grouped(['us', 6], ['eu', 3]), 102_000);
    expect(series.groupKeys).toEqual(['eu', 'us']);
    expect(series.groupPoints(0, 102)).toEqual([
      [101, 2, 5],
      [102, 0, 1],
    ]);
  });

  it('has seven lines, and one for all that come later', () => {
    const series = createMetricSeries('count');
    const counts = (count: number) => Array.from({ length: 10 }, (_, index) => [`g${index}`, count] as const);
    series.sample(grouped(...counts(0)), 100_000);
    series.sample(grouped(...counts(2)), 101_000);
    expect(series.groupKeys).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'all others']);
    expect(series.groupPoints(101, 101)).toEqual([[101, 2, 2, 2, 2, 2, 2, 2, 6]]);
  });

  it('lies on one another: the largest sum is drawn first, each one is read for itself', () => {
    const points = [
      [1, 2, 5],
      [2, 0, 1],
    ] as const;
    expect(stackedData(points, 1, 3, 2)).toEqual({
      drawn: [
        [1, 2, 3],
        [7, 1, null],
        [2, 0, null],
      ],
      read: [
        [1, 2, 3],
        [5, 1, null],
        [2, 0, null],
      ],
    });
  });
});

it('seconds in which a probe was throttled are known as such', () => {
  const series = createMetricSeries('count');
  const said = (count: number, state: 'armed' | 'throttled') => [
    { instanceId: 'i1', status: { series: [{ count }], state } },
  ];
  series.sample(said(0, 'armed'), 100_000);
  series.sample(said(5, 'throttled'), 101_000);
  series.sample(said(9, 'armed'), 102_000);
  expect(series.sampledPoints(0, 102)).toEqual([[101]]);
});

describe('a histogram', () => {
  it('has bars of equal width on its own scale, none lost', () => {
    const buckets = [1, 1, 2, 3, 100].map((value) => [bucketOf(value), 1] as const);
    const sorted = [...new Map(buckets)].map(([bucket]): [number, number] => [bucket, bucket === bucketOf(1) ? 2 : 1]);
    const bars = histogramBars(sorted, 10);
    expect(bars.length).toBeLessThanOrEqual(10);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(bars[0]?.from).toBeCloseTo(1, 1);
    expect(bars.at(-1)?.to).toBeCloseTo(100, -1);
    expect(bars.at(-1)?.count).toBe(1);
  });
  it('of one value is one bar, of none none', () => {
    expect(histogramBars([[bucketOf(7), 3]], 40)).toHaveLength(1);
    expect(histogramBars([], 40)).toEqual([]);
  });
});

describe('the past of an instance', () => {
  const instance = {
    instanceId: 'i1',
    app: 'shop',
    host: 'pod-1',
    pid: 7,
    tags: { region: 'eu' },
    nodeVersion: 'v24',
    agentVersion: '0.1.0',
    cwd: '/',
    startedAtMs: 0,
  };
  const load = (cpu: number) => ({ cpu, appCpu: cpu / 2, rssBytes: 1, probeShare: 0 });

  it('is one point a report, the newest of a second, ten minutes at most', () => {
    const instances = new Map<string, InstanceView>();
    let listener: ((change: HubChange) => void) | undefined;
    let nowMs = 0;
    const history = createInstanceHistory(
      { instances, onDidChange: (heard) => ((listener = heard), () => {}) },
      () => nowMs,
    );
    const report = (atS: number, cpu: number) => {
      nowMs = atS * 1_000;
      instances.set('i1', { instance, connected: true, load: load(cpu) });
      listener?.({ instances: true });
    };
    report(100, 0.1);
    report(105, 0.2);
    report(105.5, 0.4);
    // Something else changed: no new report.
    listener?.({ instances: true });
    expect(history.points('i1', 0, 200)).toEqual([
      [100, 0.1, 0.05, 0, null, null, 1],
      [105, 0.4, 0.2, 0, null, null, 1],
    ]);
    report(701, 0.3);
    expect(history.points('i1', 0, 800).map(([atS]) => atS)).toEqual([105, 701]);
    instances.delete('i1');
    listener?.({ instances: true });
    expect(history.points('i1', 0, 800)).toEqual([]);
  });

  it('has a card that says who it is', () => {
    expect(instanceCard({ instance, connected: true, load: load(0.1) }, 60_000)).toMatchObject({
      title: 'shop on pod-1',
      subtitle: 'pid 7 · eu · up 1m',
    });
  });
});
