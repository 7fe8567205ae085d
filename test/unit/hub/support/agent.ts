import {
  agentForHub,
  createPeer,
  hubForAgents,
  hubUnreachable,
  protocolNumber,
  type Capture,
  type Instance,
  type Load,
  type LogRecord,
  type Params,
  type ProbeStatus,
  type RedactionRules,
} from '@stillframe/protocol';
import { v7 as timeOrderedId } from 'uuid';
import { createInbox } from './inbox.ts';
import { openSocket } from './socket.ts';

type Change = Params<(typeof agentForHub)['probes/change']>;

/** An agent as the hub sees it: speaks the protocol on a real socket; the test decides what it says. */
export async function connectAgent(hub: { url: string; token: string }, facts: Partial<Instance> = {}) {
  const instance: Instance = {
    instanceId: timeOrderedId(),
    app: 'shop',
    host: 'pod-1',
    pid: 7,
    tags: {},
    nodeVersion: 'v24.21.0',
    agentVersion: '0.1.0',
    cwd: '/srv/shop',
    startedAtMs: Date.now(),
    ...facts,
  };
  const changes = createInbox<Change>('agent');
  const redactions = createInbox<RedactionRules>('redaction rules');
  const { socket, messages, closed } = await openSocket(`${hub.url}/agent`, { token: hub.token });
  const peer = createPeer({
    ours: agentForHub,
    theirs: hubForAgents,
    handlers: {
      'probes/change': (change) => changes.push(change),
      'redaction/changed': ({ rules }) => redactions.push(rules),
    },
    send: (text) => socket.send(text),
    onBug: (error) => {
      throw error;
    },
  });
  for (const text of messages.all) void peer.receive(text);
  socket.on('message', (data) => void peer.receive((data as Buffer).toString('utf8')));
  socket.once('close', () => peer.close(hubUnreachable(hub.url)));
  await peer.request('agent/hello', { protocol: protocolNumber, instance });
  const first = await changes.next(({ reset }) => reset);
  return {
    instance,
    instanceId: instance.instanceId,
    socket,
    closed,
    changes,
    redactions,
    /** The first message after hello. */
    first,
    deliver: (captures: readonly Capture[], logs: readonly LogRecord[] = []) =>
      peer.request('agent/deliver', { captures: [...captures], logs: [...logs] }),
    report: (...statuses: Partial<ProbeStatus>[]) =>
      peer.notify('agent/report', { statuses: statuses.map((status) => ({ ...idleStatus, ...status })) }),
    load: (cpu: number, more: Partial<Load> = {}) =>
      peer.notify('agent/report', {
        statuses: [],
        load: { cpu, rssBytes: 1_048_576, probeShare: 0, ...more },
      }),
    async close() {
      socket.close();
      await closed;
    },
  };
}

const idleStatus: ProbeStatus = {
  probeId: '',
  state: 'armed',
  bound: [{ file: '/srv/shop/src/cart.ts', line1: 12, column1: 3 }],
  counts: { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 },
  cost: { totalNs: 0, share: 0, armStallMs: 1.5 },
  estimateFactor: 1,
  estimateError: 0,
  series: [],
};

export function someCapture(probeId: string, changes: Partial<Capture> = {}): Capture {
  return {
    id: timeOrderedId(),
    probeId,
    instanceId: 'said by the agent',
    atMs: Date.now(),
    hit: 1,
    frames: [
      {
        name: 'checkout',
        file: '/srv/shop/src/checkout.ts',
        line1: 44,
        column1: 5,
        origin: 'app',
        scopes: [
          {
            kind: 'local',
            variables: [
              { k: 'total', v: { t: 'number', v: 'NaN' } },
              {
                k: 'cart',
                v: {
                  t: 'object',
                  id: 1,
                  kind: 'object',
                  name: 'Cart',
                  props: [
                    { k: 'owner', v: { t: 'object', id: 2, kind: 'object', name: 'User', props: [] } },
                    { k: 'self', v: { t: 'ref', id: 1 } },
                    { k: 'note', v: { t: 'string', v: 'two\nlines \u001b[31m' } },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
    watches: [],
    cost: { totalNs: 250_000, pauseNs: 0 },
    notes: [],
    ...changes,
  };
}

export const someLog = (probeId: string, text = 'order 7'): LogRecord => ({
  id: timeOrderedId(),
  probeId,
  instanceId: 'said by the agent',
  atMs: Date.now(),
  level: 'info',
  text,
});
