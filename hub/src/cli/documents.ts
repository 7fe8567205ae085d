import {
  mergeSeries,
  summarize,
  type Capture,
  type InstanceView,
  type LogRecord,
  type ProbeStatus,
  type ProbeView,
  type Series,
} from '@stillframe/protocol';

/** Groups merged over every instance that ever reported, largest first. */
export function mergedSeries(view: ProbeView): readonly Series[] {
  const byKey = new Map<string | undefined, Series>();
  for (const { status } of view.statuses) {
    for (const series of status.series) {
      const before = byKey.get(series.key);
      byKey.set(series.key, before === undefined ? series : mergeSeries(before, series));
    }
  }
  return [...byKey.values()].sort((a, b) => b.count - a.count);
}

/** The reports of instances the probe is for right now. */
export const currentStatuses = (
  view: ProbeView,
): readonly { readonly instanceId: string; readonly status: ProbeStatus }[] =>
  view.statuses.filter(({ instanceId }) => view.instances.includes(instanceId));

/** What `--json` writes, one a line (README: the shapes are stable). */
export const documents = {
  probe: (view: ProbeView) => ({ type: 'probe', ...view }),
  capture: (capture: Capture) => ({ type: 'capture', capture }),
  log: (log: LogRecord) => ({ type: 'log', log }),
  instance: (view: InstanceView) => ({ type: 'instance', ...view }),
  status: (view: ProbeView) => ({
    type: 'status',
    probeId: view.probe.id,
    ended: view.ended,
    accepted: view.accepted,
    states: currentStatuses(view).map(({ instanceId, status }) => ({
      instanceId,
      state: status.state,
      reason: status.reason,
    })),
    hits: view.statuses.reduce((sum, { status }) => sum + status.counts.hits, 0),
    open: sumOf(view, 'open'),
    unpaired: sumOf(view, 'unpaired'),
    unopened: sumOf(view, 'unopened'),
    estimateFactor: Math.max(1, ...view.statuses.map(({ status }) => status.estimateFactor)),
    estimateError: Math.max(0, ...view.statuses.map(({ status }) => status.estimateError)),
    series: mergedSeries(view).map(seriesDocument),
  }),
} as const;

/** Undefined, and so absent, for kinds that time nothing. */
function sumOf(view: ProbeView, of: 'open' | 'unpaired' | 'unopened'): number | undefined {
  const counts = view.statuses.flatMap(({ status }) => status.counts[of] ?? []);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function seriesDocument(series: Series) {
  const { key, count } = series;
  const summary = summarize(series);
  if (summary === undefined) return { key, count };
  const { mean, min, max, p50, p90, p99, p999 } = summary;
  // NaN of a group without values becomes null in JSON.
  return { key, count, sum: series.sum ?? 0, last: series.last, mean, min, max, p50, p90, p99, p999 };
}
