import type { ProbeView } from '@stillframe/protocol';
import type { HubModel } from '../../hub/hubModel.ts';
import { createMetricSeries, type MetricSeries } from './metricSeries.ts';

/** The recent past of every counter, tic-toc, duration and metric, kept by the extension so that a view can come and go. */
export type MetricHistory = {
  readonly series: (probeId: string) => MetricSeries | undefined;
  readonly dispose: () => void;
};

/** Samples on the hub's own events: no timer of its own. */
export function createMetricHistory(hub: Pick<HubModel, 'probes' | 'onDidChange'>, nowMs: () => number): MetricHistory {
  const all = new Map<string, MetricSeries>();
  const sample = (probeId: string): void => {
    const view = hub.probes.get(probeId);
    if (view === undefined) return void all.delete(probeId);
    if (!isMeasured(view)) return undefined;
    const series =
      all.get(probeId) ?? createMetricSeries(view.probe.spec.kind === 'counter' ? 'count' : 'distribution');
    all.set(probeId, series);
    return series.sample(view.statuses, nowMs());
  };
  for (const probeId of hub.probes.keys()) sample(probeId);
  const stop = hub.onDidChange((change) => change.probes?.forEach(sample));
  return { series: (probeId) => all.get(probeId), dispose: stop };
}

/** Whether a probe has a card in the metrics view. */
export const isMeasured = (view: ProbeView): boolean =>
  view.probe.spec.kind !== 'snapshot' && view.probe.spec.kind !== 'log';
