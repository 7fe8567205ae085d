import { groupsOf, sampledOf } from '@stillframe/protocol/reading';
import type { HostMessage, MetricCard, MetricPoint } from '@stillframe/protocol/webview';
import type { HubModel } from '../../hub/hubModel.ts';
import type { Feed } from './connectWebview.ts';
import { instanceCard, type InstanceHistory } from './instanceHistory.ts';
import { metricCard } from './metricCards.ts';
import type { MetricHistory } from './metricHistory.ts';
import { historyS } from './metricSeries.ts';
import { surroundingsOf } from './surroundings.ts';

const tickMs = 1_000;
/** A late report may still change the last seconds, so each tick brings them again, s. */
const tickPointsS = 5;

export type MetricsActions = {
  readonly openProbe: (probeId: string) => void | Promise<void>;
  readonly copy: (text: string) => void | Promise<void>;
};

/** Feeds a metrics view: everything at once when it is ready, then the last seconds, while it is visible. */
export function startMetricsFeed(
  hub: HubModel,
  history: MetricHistory,
  instances: InstanceHistory,
  post: (message: HostMessage) => void,
  actions: MetricsActions,
): Feed {
  const cards = (nowMs: number): MetricCard[] =>
    [...hub.probes.values()].flatMap((view) => {
      const series = history.series(view.probe.id);
      return metricCard(view, series?.ratePerSecond(nowMs) ?? 0, series?.groupKeys) ?? [];
    });
  // The running second is not over; shown, it would always dip.
  const points = (
    shown: readonly MetricCard[],
    ids: readonly string[],
    fromS: number,
    toS: number,
  ): Record<string, readonly MetricPoint[]> =>
    Object.fromEntries([
      ...shown.flatMap(({ probeId, groupedBy }) => {
        const series = history.series(probeId);
        if (series === undefined) return [];
        const own = [
          [probeId, series.points(fromS, toS)],
          [sampledOf(probeId), series.sampledPoints(fromS, toS)],
        ] as const;
        return groupedBy === undefined ? own : [...own, [groupsOf(probeId), series.groupPoints(fromS, toS)] as const];
      }),
      ...ids.map((id) => [id, instances.points(id, fromS, toS)] as const),
    ]);
  let sent: ReadonlySet<string> = new Set();
  const send = (type: 'metrics' | 'metricsTick', seconds: number): void => {
    const nowMs = Date.now();
    const nowS = Math.floor(nowMs / 1_000);
    const shown = cards(nowMs);
    sent = new Set(hub.probes.keys());
    const views = [...hub.instances.values()];
    const ids = [...hub.instances.keys()];
    const content = {
      cards: shown,
      instances: views.map((view) => instanceCard(view, nowMs)),
      points: points(shown, ids, nowS - seconds, nowS - 1),
      nowS,
    };
    post(type === 'metrics' ? { type, ...content, surroundings: surroundingsOf(hub) } : { type, ...content });
  };

  let timer: NodeJS.Timeout | undefined;
  const stopTicking = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const stop = hub.onDidChange((change) => {
    if (timer === undefined) return;
    if (change.state === true || change.instances === true)
      post({ type: 'surroundings', surroundings: surroundingsOf(hub) });
    // A probe just placed or removed should not wait for the tick; new numbers do.
    if (change.probes?.some((id) => hub.probes.has(id) !== sent.has(id)) === true) send('metricsTick', tickPointsS);
  });

  return {
    async handle(message) {
      switch (message.type) {
        case 'ready':
          stopTicking();
          send('metrics', historyS);
          timer = setInterval(() => send('metricsTick', tickPointsS), tickMs);
          return;
        case 'openProbe':
          return await actions.openProbe(message.probeId);
        case 'copy':
          return await actions.copy(message.text);
        default:
          // The other messages belong to the captures view.
          return;
      }
    },
    setVisible(isVisible) {
      // A hidden view is unloaded by VS Code; shown again, it says `ready`.
      if (!isVisible) stopTicking();
    },
    dispose() {
      stopTicking();
      stop();
    },
  };
}
