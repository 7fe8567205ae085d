import type { Instance, Probe } from '@stillframe/protocol';
import type { Presence } from './presence.ts';
import type { HeldProbe, Probes } from './probes.ts';
import { resolveTarget } from './resolveTarget.ts';
import type { PeerToAgent } from './types.ts';

/** Probes in one message: keeps it well below the size limit. */
const probesPerMessage = 100;

type Told = { readonly probes: Map<string, { revision: number; generation: number }>; paused: boolean; isNew: boolean };

/**
 * Tells every agent the difference between the probes it should have and those it was told of. `sync` after anything
 * that may change that: a probe, an agent that came or went, pause.
 */
export function createPushes(options: {
  readonly probes: Probes;
  readonly presence: Presence;
  readonly isPaused: () => boolean;
  readonly onTargetsChanged: (probeId: string) => void;
}): {
  sync(): void;
  /** A person says to go on: agents that gave up try again. */
  resume(): void;
} {
  const { probes, presence, isPaused, onTargetsChanged } = options;
  const toldOf = new WeakMap<PeerToAgent, Told>();

  const resolve = (connected: readonly Instance[]): Map<string, HeldProbe[]> => {
    const wanted = new Map<string, HeldProbe[]>(connected.map(({ instanceId }) => [instanceId, []]));
    const canaries = new Map<string, number>();
    for (const entry of probes.all()) {
      const { target } = entry.probe.spec;
      const ids =
        entry.ended !== undefined
          ? []
          : resolveTarget({
              target,
              connected,
              canaryBefore: entry.instances[0],
              canariesOf: (id) => canaries.get(id) ?? 0,
            });
      for (const id of ids) {
        wanted.get(id)?.push(entry);
        if (target.anyOne === true) canaries.set(id, (canaries.get(id) ?? 0) + 1);
      }
      if (ids.join() === entry.instances.join()) continue;
      entry.instances = ids;
      onTargetsChanged(entry.probe.id);
    }
    return wanted;
  };

  const tell = (peer: PeerToAgent, wanted: readonly HeldProbe[], paused: boolean) => {
    const told: Told = toldOf.get(peer) ?? { probes: new Map(), paused, isNew: true };
    toldOf.set(peer, told);
    const set: Probe[] = [];
    const remove: string[] = [];
    const ids = new Set(wanted.map(({ probe }) => probe.id));
    for (const id of told.probes.keys()) if (!ids.has(id)) remove.push(id);
    for (const { probe, revision, generation } of wanted) {
      const known = told.probes.get(probe.id);
      if (known?.revision === revision) continue;
      // Removed first, it starts over.
      if (known !== undefined && known.generation !== generation) remove.push(probe.id);
      set.push(probe);
      told.probes.set(probe.id, { revision, generation });
    }
    for (const id of remove) if (!ids.has(id)) told.probes.delete(id);
    if (!told.isNew && told.paused === paused && set.length === 0 && remove.length === 0) return;
    let reset = told.isNew;
    told.isNew = false;
    told.paused = paused;
    for (let from = 0; from === 0 || from < set.length; from += probesPerMessage) {
      const part = set.slice(from, from + probesPerMessage);
      peer.notify('probes/change', { reset, set: part, remove: from === 0 ? remove : [], paused });
      reset = false;
    }
  };

  return {
    sync() {
      const connected = presence.connected();
      const wanted = resolve(connected.map(({ instance }) => instance));
      const paused = isPaused();
      for (const { instance, peer } of connected) tell(peer, wanted.get(instance.instanceId) ?? [], paused);
    },
    resume() {
      for (const { peer } of presence.connected()) {
        peer.notify('probes/change', { reset: false, set: [], remove: [], paused: isPaused(), resume: true });
      }
    },
  };
}
