import {
  hubUnreachable,
  StillframeError,
  type Capture,
  type Handlers,
  type hubForClients,
  type InstanceView,
  type LogRecord,
  type Peer,
  type ProbeView,
  type clientForHub,
} from '@stillframe/protocol';
import type { HubChange, HubModel, HubState } from './hubModel.ts';

/** Captures a window keeps; older ones stay in the hub. */
export const maxCaptures = 500;
/** Log record ids remembered, so that a reconnect does not print a line twice. */
const maxLogIds = 2_000;

type HubPeer = Peer<typeof hubForClients>;
export type Snapshot = {
  readonly instances: readonly InstanceView[];
  readonly probes: readonly ProbeView[];
  readonly paused: boolean;
};

/** The model every view reads, and the hands that change it: only the connection holds those. */
export type HubStore = {
  readonly model: HubModel;
  /** For createPeer: applies what the hub tells. */
  readonly handlers: Handlers<typeof clientForHub>;
  readonly setState: (state: HubState, peer: HubPeer | undefined) => void;
  /** The hub's answer to `subscribe`: replaces what was known of instances and probes. */
  readonly reset: (snapshot: Snapshot) => void;
  readonly addCaptures: (captures: readonly Capture[]) => void;
  /** All that are pinned, by id. */
  readonly setPinned: (ids: readonly string[]) => void;
  readonly addLogs: (logs: readonly LogRecord[]) => void;
};

/** `onBug` hears of a listener that threw: one broken view must not stop the others. */
export function createHubModel(onBug: (error: unknown) => void): HubStore {
  let state: HubState = { kind: 'starting' };
  let peer: HubPeer | undefined;
  let paused = false;
  let instances = new Map<string, InstanceView>();
  let probes = new Map<string, ProbeView>();
  let captures: readonly Capture[] = [];
  let pinned: ReadonlySet<string> = new Set();
  const logIds = new Set<string>();
  const listeners = new Set<(change: HubChange) => void>();

  const tell = (change: HubChange) => {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        onBug(error);
      }
    }
  };

  const setProbe = (view: ProbeView) => {
    const isNew = !probes.has(view.probe.id);
    probes.set(view.probe.id, view);
    if (isNew) probes = new Map([...probes].sort(([a], [b]) => compare(a, b)));
    tell({ probes: [view.probe.id] });
  };

  const addCaptures = (added: readonly Capture[]) => {
    const known = new Set(captures.map((capture) => capture.id));
    const fresh = added.filter((capture) => !known.has(capture.id)).sort(newestFirst);
    if (fresh.length === 0) return;
    captures = [...fresh, ...captures]
      .sort(newestFirst)
      .filter(({ id }, index) => index < maxCaptures || pinned.has(id));
    tell({ captures: fresh });
  };

  const setPinned = (ids: readonly string[], isPinned: boolean) => {
    pinned = new Set(isPinned ? [...pinned, ...ids] : [...pinned].filter((id) => !ids.includes(id)));
    tell({ pinned: true });
  };

  const addLogs = (added: readonly LogRecord[]) => {
    const fresh = added.filter((log) => !logIds.has(log.id));
    for (const log of fresh) logIds.add(log.id);
    for (const id of logIds) {
      if (logIds.size <= maxLogIds) break;
      logIds.delete(id);
    }
    if (fresh.length > 0) tell({ logs: fresh });
  };

  const model: HubModel = {
    get state() {
      return state;
    },
    get paused() {
      return paused;
    },
    get instances() {
      return instances;
    },
    get probes() {
      return probes;
    },
    get captures() {
      return captures;
    },
    get pinned() {
      return pinned;
    },
    call: async (method, params) => {
      if (peer === undefined) throw new StillframeError(hubUnreachable('its address'));
      return await peer.request(method, params);
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  const handlers: Handlers<typeof clientForHub> = {
    'instance/changed': (view) => {
      instances.set(view.instance.instanceId, view);
      tell({ instances: true });
    },
    'instance/gone': ({ instanceId }) => {
      instances.delete(instanceId);
      tell({ instances: true });
    },
    'probe/changed': setProbe,
    'probe/removed': ({ id }) => {
      if (probes.delete(id)) tell({ probes: [id] });
    },
    'captures/added': ({ captures }) => addCaptures(captures),
    'captures/pinned': ({ ids, pinned }) => setPinned(ids, pinned),
    'captures/cleared': ({ probeId }) => {
      captures = captures.filter(
        (capture) => pinned.has(capture.id) || (probeId !== undefined && capture.probeId !== probeId),
      );
      tell({ capturesCleared: true });
    },
    'logs/added': ({ logs }) => addLogs(logs),
    'paused/changed': (now) => {
      paused = now.paused;
      tell({ paused: true });
    },
  };

  return {
    model,
    handlers,
    setState(next, nextPeer) {
      peer = nextPeer;
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      tell({ state: true });
    },
    reset(snapshot) {
      const ids = [...probes.keys(), ...snapshot.probes.map((view) => view.probe.id)];
      instances = new Map(snapshot.instances.map((view) => [view.instance.instanceId, view]));
      probes = new Map(snapshot.probes.map((view) => [view.probe.id, view] as const).sort(([a], [b]) => compare(a, b)));
      paused = snapshot.paused;
      tell({ instances: true, probes: [...new Set(ids)], paused: true });
    },
    addCaptures,
    setPinned: (ids) => {
      pinned = new Set();
      setPinned(ids, true);
    },
    addLogs,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const newestFirst = (a: Capture, b: Capture) => b.atMs - a.atMs || compare(b.id, a.id);
