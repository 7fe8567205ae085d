import { agentForHub, createPeer, hubForAgents } from '@stillframe/protocol';
import { deliver } from '../core/deliver.ts';
import type { HubState } from '../core/hubState.ts';
import type { PeerToAgent } from '../core/types.ts';
import { hubVersion } from '../version.ts';
import type { Connection, Served } from './connection.ts';
import { createGreeting } from './greeting.ts';

/** Answers one agent: presence while it is connected, its captures stored, its reports shown. */
export function serveAgent(connection: Connection, hub: HubState): Served {
  const greeting = createGreeting<string>(() => connection.closeSoon(1002, 'protocol version'));
  let instanceId: string | undefined;

  const peer: PeerToAgent = createPeer({
    ours: hubForAgents,
    theirs: agentForHub,
    send: (text) => connection.send(text),
    onBug: (error, method) => connection.log(`${method} failed`, error),
    handlers: {
      'agent/hello': ({ protocol, instance }) => {
        greeting.set(protocol, instance.instanceId);
        instanceId = instance.instanceId;
        connection.greeted();
        hub.presence.join(instance, peer);
        // The answer goes first: it is sent in a microtask.
        setImmediate(() => {
          // Before the first probes: nothing is captured without them.
          peer.notify('redaction/changed', { rules: hub.redaction() });
          hub.settle();
        });
        return { hubVersion };
      },
      'agent/deliver': (batch) => {
        const from = greeting.get();
        const stored = deliver({
          store: hub.store,
          probes: hub.probes,
          batch: {
            captures: batch.captures.map((capture) => ({ ...capture, instanceId: from })),
            logs: batch.logs.map((log) => ({ ...log, instanceId: from })),
          },
        });
        if (stored.captures.length > 0) hub.subscribers.tell('captures/added', { captures: [...stored.captures] });
        if (stored.logs.length > 0) hub.subscribers.tell('logs/added', { logs: [...stored.logs] });
        hub.settle();
        return { stored: stored.captures.length + stored.logs.length };
      },
      'agent/report': ({ statuses, load }) => {
        const from = greeting.get();
        const wasDone = statuses.map(({ probeId }) => hub.probes.get(probeId)?.ended);
        for (const status of statuses) hub.probes.setStatus(from, status);
        if (load !== undefined) hub.presence.setLoad(from, load);
        if (statuses.some(({ probeId }, index) => hub.probes.get(probeId)?.ended !== wasDone[index])) hub.settle();
      },
    },
  });

  return {
    receive: (text) => peer.receive(text),
    closed(reason) {
      peer.close(reason);
      if (instanceId === undefined || !hub.presence.leave(instanceId, peer)) return;
      hub.probes.instanceLost(instanceId);
      hub.settle();
    },
  };
}
