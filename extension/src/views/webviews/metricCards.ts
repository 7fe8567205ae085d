import { isTimed, mergeSeries, type ProbeView, type Series, summarize } from '@stillframe/protocol';
import { baseName, estimateOf, estimateText } from '@stillframe/protocol/reading';
import type { MetricCard, MetricGroup } from '@stillframe/protocol/webview';

/** A measured probe as its card; undefined for snapshots and logs. */
export function metricCard(
  view: ProbeView,
  ratePerSecond: number,
  groupKeys: readonly string[] = [],
): MetricCard | undefined {
  const { spec, id } = view.probe;
  if (spec.kind === 'snapshot' || spec.kind === 'log') return undefined;
  const groups = groupsOf(view);
  const total = groups
    .map((group): Series => ({ ...group, key: undefined }))
    .reduce<Series | undefined>((sum, group) => (sum === undefined ? group : mergeSeries(sum, group)), undefined);
  const reason = view.statuses.find(({ status }) => status.state !== 'armed' && status.reason !== undefined)?.status
    .reason;
  return {
    probeId: id,
    kind: spec.kind,
    title: titleOf(spec.at, spec.kind === 'tictoc' ? spec.to : undefined),
    file: spec.at.file,
    line1: spec.at.line1,
    subtitle: spec.label ?? (spec.kind === 'metric' ? spec.value : spec.condition && `if ${spec.condition}`),
    state: stateOf(view),
    reason,
    unit: isTimed(spec.kind) ? 'ms' : '',
    count: total?.count ?? 0,
    ratePerSecond,
    summary: total === undefined || total.count === 0 ? undefined : summarize(total),
    estimate: estimateText(estimateOf(view.statuses.map(({ status }) => status))),
    costShare: view.statuses.reduce((sum, { status }) => sum + status.cost.share, 0),
    groupedBy: spec.by,
    groupKeys: spec.by === undefined ? [] : groupKeys,
    buckets: total?.buckets,
    groups:
      spec.by === undefined
        ? []
        : groups.map((group): MetricGroup => ({ key: group.key ?? '', count: group.count, summary: summarize(group) })),
  };
}

/** The same group on several instances, as one. */
function groupsOf(view: ProbeView): readonly Series[] {
  const byKey = new Map<string | undefined, Series>();
  for (const { status } of view.statuses)
    for (const series of status.series) {
      const other = byKey.get(series.key);
      byKey.set(series.key, other === undefined ? series : mergeSeries(other, series));
    }
  return [...byKey.values()];
}

function titleOf(at: { file: string; line1: number }, to: { file: string; line1: number } | undefined): string {
  const start = `${baseName(at.file)}:${at.line1}`;
  if (to === undefined) return start;
  return to.file === at.file ? `${start} → ${to.line1}` : `${start} → ${baseName(to.file)}:${to.line1}`;
}

/** Undefined when every instance simply counts. */
function stateOf(view: ProbeView): string | undefined {
  if (!view.probe.enabled) return 'off';
  if (view.ended !== undefined) return view.ended;
  if (view.statuses.length === 0) return 'no instance yet';
  const states = view.statuses.map(({ status }) => status.state);
  const counting = states.filter((state) => state === 'armed' || state === 'throttled').length;
  if (counting === states.length) return undefined;
  return counting === 0 ? [...new Set(states)].join(', ') : `${counting} of ${states.length} instances`;
}
