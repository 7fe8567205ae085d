import type { clientForHub, ParamsInput } from '@stillframe/protocol';
import type { PeerToClient } from './types.ts';

type ToClients = typeof clientForHub;

/** The editors and CLIs that asked to be told of every change. */
export type Subscribers = {
  add(peer: PeerToClient): void;
  remove(peer: PeerToClient): void;
  tell<M extends keyof ToClients>(method: M, params: ParamsInput<ToClients[M]>): void;
};

export function createSubscribers(): Subscribers {
  const peers = new Set<PeerToClient>();
  return {
    add: (peer) => void peers.add(peer),
    remove: (peer) => void peers.delete(peer),
    tell(method, params) {
      for (const peer of peers) peer.notify(method, params);
    },
  };
}
