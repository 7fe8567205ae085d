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
  /** Events a second over the last seconds before `nowMs`. */
  ratePerSecond(nowMs: number): number;
};

export type InstanceNumbers = {
  readonly instanceId: string;
  readonly status: Pick<ProbeStatus, 'series'>;
};

type Slot = { second: number; count: number; buckets: SparseBuckets };

export function createMetricSeries(kind: 'count' | 'distribution'): MetricSeries {
  const ring: Slot[] = Array.from({ length: historyS }, () => ({ second: -1, count: 0, buckets: [] }));
  const before = new Map<string, Series>();
  let sampledAtS: number | undefined;
  let firstS: number | undefined;

  const slotAt = (second: number): Slot | undefined => {
    const slot = ring[second % historyS];
    return slot?.second === second ? slot : undefined;
  };
  const addTo = (second: number, count: number, buckets: SparseBuckets): void => {
    const slot = ring[second % historyS];
    if (slot === undefined) return;
    if (slot.second !== second) Object.assign(slot, { second, count: 0, buckets: [] });
    slot.count += count;
    slot.buckets = mergeBuckets(slot.buckets, buckets);
  };

  return {
    sample(statuses, atMs) {
      const atS = Math.floor(atMs / 1_000);
      const isFirst = sampledAtS === undefined;
      firstS ??= atS;
      const spanS = Math.max(1, Math.min(atS - (sampledAtS ?? atS), historyS));
      sampledAtS = atS;
      let count = 0;
      let buckets: SparseBuckets = [];
      for (const { instanceId, status } of statuses) {
        for (const series of status.series) {
          const id = `${instanceId}\n${series.key ?? ''}`;
          // What was counted before anybody watched belongs to no second.
          const delta = isFirst ? undefined : difference(series, before.get(id));
          before.set(id, series);
          if (delta === undefined) continue;
          count += delta.count;
          buckets = mergeBuckets(buckets, delta.buckets);
        }
      }
      // One late report stands for the seconds it was late; after a silence it stands for its own second.
      const share = spanS <= reportGapS ? spanS : 1;
      for (let second = atS - share + 1; second <= atS; second += 1) addTo(second, count / share, buckets);
    },
    points(fromS, toS) {
      const points: MetricPoint[] = [];
      for (let second = Math.max(fromS, (firstS ?? Infinity) + 1, toS - historyS + 1); second <= toS; second += 1) {
        const slot = slotAt(second);
        if (kind === 'count') points.push([second, slot?.count ?? 0]);
        else points.push([second, ...percentiles(slot?.buckets ?? [])]);
      }
      return points;
    },
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
