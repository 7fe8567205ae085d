import { mergeBuckets, type ProbeStatus, quantile, type Series, type SparseBuckets } from '@stillframe/protocol';
import type { MetricPoint } from '@stillframe/protocol/webview';

/** What is kept of a probe's past: this many seconds, one sample each. */
export const historyS = 600;
/** Agents report about once a second; a longer silence means that nothing happened in between. */
const reportGapS = 3;

/** The recent past of one probe's numbers: one slot a second, bounded, filled from cumulative reports. */
export type MetricSeries = {
  /** Takes the probe's statuses as they are at `atMs`. */
  sample(statuses: readonly InstanceNumbers[], atMs: number): void;
  /** Seconds from `fromS` to `toS`, both included; a counter's silence is 0, a distribution's is a gap. */
  points(fromS: number, toS: number): readonly MetricPoint[];
  /** Groups in the order they were first seen, at most eight with the others. */
  readonly groupKeys: readonly string[];
  /** Events a second of each of them. */
  groupPoints(fromS: number, toS: number): readonly MetricPoint[];
  /** Seconds in which the numbers were scaled, because the probe was out for a part of them. */
  sampledPoints(fromS: number, toS: number): readonly MetricPoint[];
  /** Events a second over the last seconds before `nowMs`. */
  ratePerSecond(nowMs: number): number;
};

export type InstanceNumbers = {
  readonly instanceId: string;
  readonly status: Pick<ProbeStatus, 'series'> & Partial<Pick<ProbeStatus, 'state'>>;
};

/** Groups that have a line of their own; those that come later share one. */
const maxGroups = 7;
export const otherGroups = 'all others';

type Slot = { second: number; count: number; buckets: SparseBuckets; groups: number[]; isSampled: boolean };

export function createMetricSeries(kind: 'count' | 'distribution'): MetricSeries {
  const empty = (second: number): Slot => ({ second, count: 0, buckets: [], groups: [], isSampled: false });
  const ring: Slot[] = Array.from({ length: historyS }, () => empty(-1));
  const groupKeys: string[] = [];
  const before = new Map<string, Series>();
  let sampledAtS: number | undefined;
  let firstS: number | undefined;

  const slotAt = (second: number): Slot | undefined => {
    const slot = ring[second % historyS];
    return slot?.second === second ? slot : undefined;
  };
  const addTo = (second: number, share: number, sum: Omit<Slot, 'second'>): void => {
    const slot = ring[second % historyS];
    if (slot === undefined) return;
    if (slot.second !== second) Object.assign(slot, empty(second));
    slot.count += sum.count / share;
    slot.buckets = mergeBuckets(slot.buckets, sum.buckets);
    sum.groups.forEach((count, index) => (slot.groups[index] = (slot.groups[index] ?? 0) + count / share));
    slot.isSampled ||= sum.isSampled;
  };
  const groupIndex = (key: string): number => {
    const index = groupKeys.indexOf(key);
    if (index >= 0) return index;
    if (groupKeys.length < maxGroups) return groupKeys.push(key) - 1;
    if (groupKeys.length === maxGroups) groupKeys.push(otherGroups);
    return maxGroups;
  };
  const seconds = (fromS: number, toS: number): number[] => {
    const first = Math.max(fromS, (firstS ?? Infinity) + 1, toS - historyS + 1);
    return Array.from({ length: Math.max(0, toS - first + 1) }, (_, index) => first + index);
  };

  return {
    sample(statuses, atMs) {
      const atS = Math.floor(atMs / 1_000);
      const isFirst = sampledAtS === undefined;
      firstS ??= atS;
      const spanS = Math.max(1, Math.min(atS - (sampledAtS ?? atS), historyS));
      sampledAtS = atS;
      const sum: Omit<Slot, 'second'> = { count: 0, buckets: [], groups: [], isSampled: false };
      for (const { instanceId, status } of statuses) {
        sum.isSampled ||= status.state === 'throttled';
        for (const series of status.series) {
          const id = `${instanceId}\n${series.key ?? ''}`;
          // What was counted before anybody watched belongs to no second.
          const delta = isFirst ? undefined : difference(series, before.get(id));
          before.set(id, series);
          if (delta === undefined) continue;
          sum.count += delta.count;
          sum.buckets = mergeBuckets(sum.buckets, delta.buckets);
          if (series.key === undefined) continue;
          const index = groupIndex(series.key);
          sum.groups[index] = (sum.groups[index] ?? 0) + delta.count;
        }
      }
      // One late report stands for the seconds it was late; after a silence it stands for its own second.
      const share = spanS <= reportGapS ? spanS : 1;
      for (let second = atS - share + 1; second <= atS; second += 1) addTo(second, share, sum);
    },
    points: (fromS, toS) =>
      seconds(fromS, toS).map((second): MetricPoint => {
        const slot = slotAt(second);
        if (kind === 'count') return [second, slot?.count ?? 0];
        return [second, ...percentiles(slot?.buckets ?? [])];
      }),
    groupKeys,
    groupPoints: (fromS, toS) =>
      seconds(fromS, toS).map((second): MetricPoint => {
        const groups = slotAt(second)?.groups ?? [];
        return [second, ...groupKeys.map((_, index) => groups[index] ?? 0)];
      }),
    sampledPoints: (fromS, toS) =>
      seconds(fromS, toS)
        .filter((second) => slotAt(second)?.isSampled === true)
        .map((second): MetricPoint => [second]),
    ratePerSecond(nowMs) {
      const nowS = Math.floor(nowMs / 1_000);
      const from = Math.max(nowS - rateOverS, (firstS ?? nowS) + 1);
      let count = 0;
      // The running second is not over, so it does not count.
      for (let second = from; second < nowS; second += 1) count += slotAt(second)?.count ?? 0;
      return nowS > from ? count / (nowS - from) : 0;
    },
  };
}

/** Short enough to follow, long enough to be calm, s. */
const rateOverS = 5;

/** What came since; all of it when the count went down, because the probe was then placed anew. */
function difference(now: Series, old: Series | undefined): { count: number; buckets: SparseBuckets } {
  if (old === undefined || now.count < old.count) return { count: now.count, buckets: now.buckets ?? [] };
  const oldBuckets = new Map(old.buckets);
  const buckets = (now.buckets ?? [])
    .map(([bucket, count]) => [bucket, count - (oldBuckets.get(bucket) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return { count: now.count - old.count, buckets };
}

function percentiles(buckets: SparseBuckets): readonly (number | null)[] {
  if (buckets.length === 0) return [null, null, null];
  return [0.5, 0.9, 0.99].map((q) => quantile(buckets, q, -Infinity, Infinity));
}
