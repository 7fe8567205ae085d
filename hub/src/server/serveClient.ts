import { clientForHub, createPeer, hubForClients, limits, StillframeError, tooManyPinned } from '@stillframe/protocol';
import type { HubState } from '../core/hubState.ts';
import type { PeerToClient } from '../core/types.ts';
import { hubVersion } from '../version.ts';
import { findCapture } from './findCapture.ts';
import type { Connection, Served } from './connection.ts';
import { createGreeting } from './greeting.ts';

/** Room in an answer for what is beside its records. */
const pageBytes = limits.messageBytes - 65_536;

/** Answers one editor or CLI. */
export function serveClient(connection: Connection, hub: HubState): Served {
  const { store, probes, subscribers } = hub;
  const greeting = createGreeting<string>(() => connection.closeSoon(1002, 'protocol version'));

  const peer: PeerToClient = createPeer({
    ours: hubForClients,
    theirs: clientForHub,
    send: (text) => connection.send(text),
    onBug: (error, method) => connection.log(`${method} failed`, error),
    handlers: {
      'client/hello': ({ protocol, client }) => {
        greeting.set(protocol, client.slice(0, 200));
        connection.greeted();
        return { hubVersion, paused: hub.snapshot().paused };
      },
      'agents/list': () => {
        greeting.get();
        return { instances: hub.snapshot().instances };
      },
      'probes/list': () => {
        greeting.get();
        const { probes: views, paused } = hub.snapshot();
        return { probes: views, paused };
      },
      'probe/add': ({ spec }) => {
        const entry = probes.add(spec, greeting.get());
        hub.settle();
        return { probe: probes.view(entry) };
      },
      'probe/update': ({ id, spec }) => {
        greeting.get();
        const entry = probes.update(id, spec);
        hub.settle();
        return { probe: probes.view(entry) };
      },
      'probes/enable': ({ ids, enabled }) => {
        greeting.get();
        probes.setEnabled(ids, enabled);
        hub.settle();
        return {};
      },
      'probes/renew': ({ ids }) => {
        greeting.get();
        probes.renew(ids);
        hub.settle();
        return {};
      },
      'probe/move': ({ id, at, to }) => {
        greeting.get();
        probes.move(id, at, to);
        hub.settle();
        return {};
      },
      'probes/retarget': ({ ids, target }) => {
        greeting.get();
        probes.retarget(ids, target);
        hub.settle();
        return {};
      },
      'probes/remove': ({ ids }) => {
        greeting.get();
        const removed = probes.remove(ids);
        hub.settle();
        return { ids: [...removed] };
      },
      'probes/pause': ({ paused }) => {
        greeting.get();
        hub.setPaused(paused);
        return {};
      },
      'captures/list': ({ probeId, beforeId, trace, pinned, limit }) => {
        greeting.get();
        const captures = [...store.captures({ probeId, beforeId, trace, pinned, limit, maxBytes: pageBytes })];
        const allPinned = store.pinnedIds();
        return { captures, pinned: captures.map(({ id }) => id).filter((id) => allPinned.has(id)) };
      },
      'captures/pin': ({ ids: parts, pinned }) => {
        greeting.get();
        const ids = parts.map((part) => findCapture(store, part).id);
        if (pinned && new Set([...store.pinnedIds(), ...ids]).size > limits.pinnedCaptures)
          throw new StillframeError(tooManyPinned(limits.pinnedCaptures));
        store.pinCaptures(ids, pinned);
        subscribers.tell('captures/pinned', { ids, pinned });
        return { ids };
      },
      'capture/get': ({ id }) => {
        greeting.get();
        return { capture: findCapture(store, id) };
      },
      'captures/clear': ({ probeId }) => {
        greeting.get();
        const removed = store.clearCaptures(probeId);
        subscribers.tell('captures/cleared', { probeId });
        return { removed };
      },
      'logs/list': ({ probeId, trace, limit }) => {
        greeting.get();
        const count = Math.min(10_000, Math.max(1, Math.floor(limit)));
        return { logs: [...store.logs({ probeId, trace, limit: count, maxBytes: pageBytes })] };
      },
      'redaction/get': () => {
        greeting.get();
        return { rules: hub.redaction() };
      },
      'redaction/set': ({ rules }) => {
        greeting.get();
        hub.setRedaction(rules);
        return { rules };
      },
      subscribe: () => {
        greeting.get();
        subscribers.add(peer);
        return hub.snapshot();
      },
    },
  });

  return {
    receive: (text) => peer.receive(text),
    closed(reason) {
      subscribers.remove(peer);
      peer.close(reason);
    },
  };
}
