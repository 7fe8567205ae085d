import type { agentForHub, clientForHub, Peer } from '@stillframe/protocol';

export type { Capture, Instance, InstanceView, Load, LogRecord } from '@stillframe/protocol';

/** How the hub talks to one agent, and to one editor or CLI. */
export type PeerToAgent = Peer<typeof agentForHub>;
export type PeerToClient = Peer<typeof clientForHub>;
