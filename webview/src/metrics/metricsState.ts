import { assertNever } from '@stillframe/protocol';
import type { HostMessage, InstanceCard, MetricCard, MetricPoint, Surroundings } from '@stillframe/protocol/webview';

/** Everything the metrics view shows. */
export type MetricsState = {
  readonly isHydrated: boolean;
  readonly cards: readonly MetricCard[];
  readonly instances: readonly InstanceCard[];
  /** By probe id, by what belongs to one (`groupsOf`, `sampledOf`), and by instance id, oldest first. */
  readonly points: Readonly<Record<string, readonly MetricPoint[]>>;
  readonly nowS: number;
  readonly surroundings: Surroundings;
  readonly error: string | undefined;
};

export const initialMetrics: MetricsState = {
  isHydrated: false,
  cards: [],
  instances: [],
  points: {},
  nowS: 0,
  surroundings: { hub: 'starting', instances: 0, waiting: [] },
  error: undefined,
};

const keptS = 600;

/** The view's state after a message. */
export function reduceMetrics(
  state: MetricsState,
  event: HostMessage | { readonly type: 'dismissError' },
): MetricsState {
  switch (event.type) {
    case 'metrics': {
      const { cards, instances, points, nowS, surroundings } = event;
      return { ...state, isHydrated: true, cards, instances, points, nowS, surroundings };
    }
    case 'metricsTick': {
      const points = Object.fromEntries(
        Object.entries(event.points).map(([key, newer]) => [
          key,
          joinPoints(state.points[key] ?? [], newer, event.nowS - keptS),
        ]),
      );
      return { ...state, cards: event.cards, instances: event.instances, points, nowS: event.nowS };
    }
    case 'surroundings':
      return { ...state, surroundings: event.surroundings };
    case 'error':
      return { ...state, error: event.error.message };
    case 'dismissError':
      return { ...state, error: undefined };
    case 'captures':
    case 'capturesAdded':
    case 'capture':
    case 'reveal':
    case 'fetching':
    case 'compare':
    case 'menu':
      return state;
    default:
      return assertNever(event);
  }
}

/** Old points with the newer ones instead of those of the same seconds, none before `sinceS`. */
export function joinPoints(
  old: readonly MetricPoint[],
  newer: readonly MetricPoint[],
  sinceS: number,
): readonly MetricPoint[] {
  const from = newer[0]?.[0] ?? Infinity;
  return [...old.filter(([atS]) => atS >= sinceS && atS < from), ...newer];
}
