import type { InstanceView, Load } from '@stillframe/protocol';
import { instancePoint, processText, spanText } from '@stillframe/protocol/reading';
import type { InstanceCard, MetricPoint } from '@stillframe/protocol/webview';
import type { HubModel } from '../../hub/hubModel.ts';
import { historyS } from './metricSeries.ts';

/** The recent past of every instance's load, one point a report, bounded. */
export type InstanceHistory = {
  readonly points: (instanceId: string, fromS: number, toS: number) => readonly MetricPoint[];
  readonly dispose: () => void;
};

/** Samples on the hub's own events: no timer of its own. */
export function createInstanceHistory(
  hub: Pick<HubModel, 'instances' | 'onDidChange'>,
  nowMs: () => number,
): InstanceHistory {
  const all = new Map<string, { last: Load | undefined; points: MetricPoint[] }>();
  const sample = (): void => {
    const atS = Math.floor(nowMs() / 1_000);
    for (const id of all.keys()) if (!hub.instances.has(id)) all.delete(id);
    for (const [id, { load }] of hub.instances) {
      const entry = all.get(id) ?? { last: undefined, points: [] };
      all.set(id, entry);
      if (load === undefined || load === entry.last) continue;
      entry.last = load;
      // Two reports in a second are one point; older ones than are ever shown go.
      entry.points = entry.points.filter((point) => point[0] < atS && point[0] > atS - historyS);
      entry.points.push(instancePoint(atS, load));
    }
  };
  sample();
  const stop = hub.onDidChange((change) => {
    if (change.instances === true) sample();
  });
  return {
    points: (id, fromS, toS) => (all.get(id)?.points ?? []).filter((point) => point[0] >= fromS && point[0] <= toS),
    dispose: stop,
  };
}

/** An instance as its card shows it. */
export function instanceCard({ instance, load, connected }: InstanceView, nowMs: number): InstanceCard {
  const { app, host, version, tags } = instance;
  return {
    instanceId: instance.instanceId,
    title: `${app} on ${host}`,
    subtitle: [
      `pid ${processText(instance)}`,
      version ?? '',
      ...Object.values(tags),
      connected ? `up ${spanText(nowMs - instance.startedAtMs)}` : 'lost',
    ]
      .filter((text) => text !== '')
      .join(' · '),
    connected,
    ...(load === undefined ? {} : { load }),
  };
}
