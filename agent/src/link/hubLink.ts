import { WebSocket } from 'ws';
import {
  agentForHub,
  createPeer,
  hubForAgents,
  keepConnected,
  limits,
  protocolNumber,
  subprotocol,
  unauthorized,
  type Handlers,
  type Instance,
  type Peer,
} from '@stillframe/protocol';
import type { HubAddress } from './hubAddress.ts';

export type HubPeer = Peer<typeof hubForAgents>;

/** Stays connected to the hub, whatever happens to it. `onUp` is called after each greeting. */
export function startHubLink(options: {
  readonly findHub: () => HubAddress | undefined;
  readonly instance: Instance;
  readonly handlers: Handlers<typeof agentForHub>;
  readonly schedule: (callback: () => void, ms: number) => () => void;
  /** `hangUp` ends this connection, and the next one begins. */
  readonly onUp: (peer: HubPeer, hangUp: () => void) => void;
  readonly onDown: () => void;
}): { dispose(): void } {
  const { findHub, instance, handlers, schedule, onUp, onDown } = options;
  return keepConnected<HubAddress>({
    target: findHub,
    schedule,
    onDown,
    open({ url, token }, events) {
      const socket = new WebSocket(url, subprotocol, {
        headers: { authorization: `Bearer ${token}` },
        maxPayload: limits.messageBytes,
        perMessageDeflate: false,
      });
      let refused = false;
      socket.on('open', () => events.opened());
      socket.on('message', (data: Buffer) => events.message(data.toString('utf8')));
      socket.on('unexpected-response', (_request, response) => {
        refused = response.statusCode === 401;
        socket.terminate();
      });
      socket.on('error', () => {}); // `close` follows
      socket.on('close', () => events.closed(refused ? unauthorized() : undefined));
      return {
        send: (text) => socket.send(text, () => {}),
        // Not `close`: it waits half a minute for a hub that may be gone.
        close: () => socket.terminate(),
      };
    },
    start(socket) {
      const peer = createPeer({
        ours: agentForHub,
        theirs: hubForAgents,
        handlers,
        send: (text) => socket.send(text),
        onBug: () => {},
      });
      peer.request('agent/hello', { protocol: protocolNumber, instance }).then(
        () => onUp(peer, () => socket.close()),
        () => socket.close(),
      );
      return peer;
    },
  });
}
