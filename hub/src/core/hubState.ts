import type { InstanceView, ProbeView, RedactionRules } from '@stillframe/protocol';
import type { Store } from '../store/store.ts';
import { createCoalescer } from './coalescer.ts';
import { createPresence, type Presence } from './presence.ts';
import { createProbes, type Probes } from './probes.ts';
import { createPushes } from './pushes.ts';
import type { Subscribers } from './subscribers.ts';
import type { Timings } from './timings.ts';

/** Who is there, what is probed and what was caught, kept consistent; both kinds of connection act on it. */
export type HubState = {
  readonly store: Store;
  readonly presence: Presence;
  readonly probes: Probes;
  readonly subscribers: Subscribers;
  /** To be called after any change of probes or connected agents: pushes differences, re-arms the expiry timer. */
  settle(): void;
  setPaused(paused: boolean): void;
  redaction(): RedactionRules;
  /** Keeps them and tells every agent. */
  setRedaction(rules: RedactionRules): void;
  snapshot(): { instances: InstanceView[]; probes: ProbeView[]; paused: boolean };
  dispose(): void;
};

/** A timer cannot wait longer. */
const maxTimerMs = 2 ** 31 - 1;

export function createHubState(options: {
  readonly store: Store;
  readonly subscribers: Subscribers;
  readonly timings: Timings;
  readonly nowMs: () => number;
}): HubState {
  const { store, subscribers, timings, nowMs } = options;
  let paused = store.isPaused();
  let redaction = store.redaction();
  let expiryTimer: NodeJS.Timeout | undefined;

  const changedProbes = createCoalescer({
    intervalMs: timings.coalesceMs,
    flush(ids) {
      for (const id of ids) {
        const entry = probes.get(id);
        if (entry !== undefined) subscribers.tell('probe/changed', probes.view(entry));
      }
    },
  });
  const changedInstances = createCoalescer({
    intervalMs: timings.coalesceMs,
    flush(ids) {
      for (const id of ids) {
        const view = presence.get(id);
        if (view !== undefined) subscribers.tell('instance/changed', view);
      }
    },
  });

  const presence: Presence = createPresence({
    forgetAfterMs: timings.forgetAgentMs,
    onChanged: (id) => changedInstances.mark(id),
    onForgotten(instanceId) {
      changedInstances.forget(instanceId);
      probes.instanceForgotten(instanceId);
      subscribers.tell('instance/gone', { instanceId });
    },
  });
  const probes: Probes = createProbes({
    store,
    nowMs,
    keepEndedMs: timings.keepEndedMs,
    onChanged: (id) => changedProbes.mark(id),
    onRemoved(id) {
      changedProbes.forget(id);
      subscribers.tell('probe/removed', { id });
    },
  });
  const pushes = createPushes({
    probes,
    presence,
    isPaused: () => paused,
    onTargetsChanged: (id) => changedProbes.mark(id),
  });

  const settle = () => {
    clearTimeout(expiryTimer);
    const nextMs = probes.expire();
    if (nextMs !== undefined) {
      expiryTimer = setTimeout(settle, Math.min(maxTimerMs, Math.max(1, nextMs - nowMs()))).unref();
    }
    pushes.sync();
  };
  const sweeper = setInterval(() => store.sweep(nowMs()), timings.sweepMs).unref();
  store.sweep(nowMs());
  settle();

  return {
    store,
    presence,
    probes,
    subscribers,
    settle,
    setPaused(value) {
      if (paused !== value) {
        paused = value;
        store.setPaused(value);
        subscribers.tell('paused/changed', { paused });
        settle();
      }
      if (!value) pushes.resume();
    },
    redaction: () => redaction,
    setRedaction(rules) {
      store.setRedaction(rules);
      redaction = rules;
      for (const { peer } of presence.connected()) peer.notify('redaction/changed', { rules });
    },
    snapshot: () => ({
      instances: [...presence.views()],
      probes: [...probes.all()].map((entry) => probes.view(entry)),
      paused,
    }),
    dispose() {
      clearTimeout(expiryTimer);
      clearInterval(sweeper);
      changedProbes.dispose();
      changedInstances.dispose();
      presence.dispose();
    },
  };
}
