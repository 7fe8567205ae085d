import {
  assertNever,
  type Capture,
  type InstanceView,
  type LogRecord,
  type ProbeView,
  type UserError,
} from '@stillframe/protocol';
import type { HubEvent } from './hubClient.ts';

export type ProbeRecord =
  { readonly kind: 'capture'; readonly capture: Capture } | { readonly kind: 'log'; readonly log: LogRecord };

/** What a client has heard of one probe and of who is there; fed with the hub's events in order. */
export type ProbeWatch = {
  readonly view: ProbeView;
  readonly isRemoved: boolean;
  readonly lost: UserError | undefined;
  instance(id: string): InstanceView | undefined;
  /** Answers the records in it that belong to the probe. */
  apply(event: HubEvent): readonly ProbeRecord[];
};

export function createProbeWatch(first: ProbeView, instances: readonly InstanceView[]): ProbeWatch {
  const known = new Map(instances.map((view) => [view.instance.instanceId, view]));
  const state: { view: ProbeView; isRemoved: boolean; lost: UserError | undefined } = {
    view: first,
    isRemoved: false,
    lost: undefined,
  };
  const { id } = first.probe;
  return {
    get view() {
      return state.view;
    },
    get isRemoved() {
      return state.isRemoved;
    },
    get lost() {
      return state.lost;
    },
    instance: (instanceId) => known.get(instanceId),
    apply(event) {
      switch (event.method) {
        case 'probe/changed':
          if (event.params.probe.id === id) state.view = event.params;
          return [];
        case 'probe/removed':
          if (event.params.id === id) state.isRemoved = true;
          return [];
        case 'instance/changed':
          known.set(event.params.instance.instanceId, event.params);
          return [];
        case 'captures/added':
          return event.params.captures
            .filter(({ probeId }) => probeId === id)
            .map((capture) => ({ kind: 'capture', capture }));
        case 'logs/added':
          return event.params.logs.filter(({ probeId }) => probeId === id).map((log) => ({ kind: 'log', log }));
        case 'lost':
          state.lost = event.error;
          return [];
        case 'instance/gone':
        case 'captures/cleared':
        case 'captures/pinned':
        case 'paused/changed':
          return [];
        default:
          return assertNever(event);
      }
    },
  };
}
