import { WebSocket } from 'ws';
import {
  clientForHub,
  clientPath,
  createPeer,
  hubForClients,
  hubUnreachable,
  protocolNumber,
  subprotocol,
  type Capture,
  type InstanceView,
  type LogRecord,
  type Peer,
  type ProbeSpecInput,
  type ProbeStatus,
  type ProbeView,
} from '@stillframe/protocol';

/** A subscribed client of a hub that remembers everything it was told, and waits for what is still to come. */
export type Client = {
  readonly call: Peer<typeof hubForClients>['request'];
  readonly captures: Capture[];
  readonly logs: LogRecord[];
  readonly instances: Map<string, InstanceView>;
  readonly probes: Map<string, ProbeView>;
  /** Resolves with the first result of `find` that is neither undefined nor false, now or after any message. */
  until<T>(what: string, find: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  place(spec: ProbeSpecInput): Promise<string>;
  /** Places and waits until some instance has it in this state. */
  placeAnd(state: ProbeStatus['state'], spec: ProbeSpecInput): Promise<string>;
  /** The first instance's word on a probe. */
  status(id: string): ProbeStatus | undefined;
  close(): void;
};

export async function connectClient(url: string, token: string): Promise<Client> {
  const socket = new WebSocket(new URL(clientPath, url).href, subprotocol, {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const captures: Capture[] = [];
  const logs: LogRecord[] = [];
  const instances = new Map<string, InstanceView>();
  const probes = new Map<string, ProbeView>();
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of waiting) look();
  };

  const peer = createPeer({
    ours: clientForHub,
    theirs: hubForClients,
    send: (text) => socket.send(text),
    onBug: (error) => {
      throw error;
    },
    handlers: {
      'instance/changed': (view) => void instances.set(view.instance.instanceId, view),
      'instance/gone': ({ instanceId }) => void instances.delete(instanceId),
      'probe/changed': (view) => void probes.set(view.probe.id, view),
      'probe/removed': ({ id }) => void probes.delete(id),
      'captures/added': (added) => void captures.push(...added.captures),
      'captures/pinned': () => undefined,
      'captures/cleared': () => {},
      'logs/added': (added) => void logs.push(...added.logs),
      'paused/changed': () => {},
    },
  });
  socket.on('message', (data: Buffer) => void peer.receive(data.toString('utf8')).then(changed));
  socket.on('close', () => peer.close(hubUnreachable(url)));

  await peer.request('client/hello', { protocol: protocolNumber, client: 'test' });
  const state = await peer.request('subscribe', {});
  for (const view of state.instances) instances.set(view.instance.instanceId, view);
  for (const view of state.probes) probes.set(view.probe.id, view);

  const status = (id: string) => probes.get(id)?.statuses[0]?.status;
  const until = <T>(what: string, find: () => T | undefined | false, timeoutMs = 15_000) =>
    new Promise<T>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      // What `find` throws is the end of the waiting, whoever's message it looked at.
      const look = () => {
        try {
          const found = find();
          if (found === undefined || found === false) return;
          end();
          resolve(found);
        } catch (error) {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        const said = [...probes.values()].flatMap(({ statuses }) => statuses.map(({ status }) => status));
        reject(new Error(`no ${what} within ${timeoutMs} ms; probes: ${JSON.stringify(said)}`));
      }, timeoutMs);
      waiting.add(look);
      look();
    });
  const place = async (spec: ProbeSpecInput) => {
    const { probe } = await peer.request('probe/add', { spec });
    if (!probes.has(probe.probe.id)) probes.set(probe.probe.id, probe);
    return probe.probe.id;
  };

  return {
    call: peer.request,
    captures,
    logs,
    instances,
    probes,
    until,
    place,
    async placeAnd(state, spec) {
      const id = await place(spec);
      await until(`probe ${state}`, () => probes.get(id)?.statuses.some(({ status }) => status.state === state));
      return id;
    },
    status,
    close: () => socket.close(),
  };
}
