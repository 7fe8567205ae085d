import {
  clientForHub,
  createPeer,
  hubForClients,
  keepConnected,
  limits,
  protocolNumber,
  StillframeError,
  type Capture,
  type Peer,
  type Socket,
  type UserError,
} from '@stillframe/protocol';
import type { Log } from '../log.ts';
import { createHubModel, maxCaptures, type HubStore } from './createHubModel.ts';
import { findHubAddress, type HubAddress, type HubSettings } from './hubAddress.ts';
import type { HubModel } from './hubModel.ts';
import { openWebSocket } from './openWebSocket.ts';

/** After a hub refused the greeting, ms until it is tried again. */
const refusedPauseMs = 5_000;
const capturesPerPage = 25;
/** A local hub is there in a second; after this long without one a person is told, ms. */
const startingForMs = 15_000;

export type HubConnection = {
  readonly model: HubModel;
  /** Reads the settings again and connects anew. */
  readonly reconnect: () => void;
  readonly dispose: () => void;
};

/**
 * Connects to the hub of the settings or of this machine, and stays connected. `onMissing` is called at every attempt
 * that found no hub where a local one is wanted: the place to start one.
 */
export function startHubConnection(options: {
  /** Read before every attempt; undefined while the user has Stillframe turned off. */
  readonly settings: () => HubSettings | undefined;
  /** How this client calls itself, `VS Code 1.139.1`. */
  readonly client: string;
  readonly onMissing?: () => void;
  readonly log: Log;
}): HubConnection {
  const { settings, client, onMissing = () => {}, log } = options;
  const store = createHubModel((error) => log.error(`A listener failed: ${describe(error)}`));
  const down = (why: string) => store.setState({ kind: 'down', why }, undefined);

  let startingSinceMs: number | undefined;
  const waitForLocal = () => {
    startingSinceMs ??= Date.now();
    if (Date.now() - startingSinceMs < startingForMs) store.setState({ kind: 'starting' }, undefined);
    else down('No local hub answers, and none could be started.');
  };

  const target = () => {
    const now = settings();
    if (now === undefined) {
      down('Stillframe is turned off.');
      // Nothing is known of probes now, so none is shown; a lost hub's stay in sight, it is mostly back at once.
      if (store.model.probes.size + store.model.instances.size > 0) {
        store.reset({ instances: [], probes: [], paused: false });
      }
      return undefined;
    }
    const address = findHubAddress(now);
    if (address === undefined) {
      waitForLocal();
      onMissing();
    }
    return address;
  };

  const onDown = (reason: UserError | undefined) => {
    const text = reason?.message ?? 'The connection to the hub was lost.';
    if (store.model.state.kind !== 'down') log.warn(text);
    const isLocal = settings()?.url === '';
    if (!isLocal || (reason !== undefined && reason.code !== 'HUB_UNREACHABLE')) return down(text);
    waitForLocal();
    // A lost connection may be found again; one that could not be made has no hub behind it.
    if (reason !== undefined) onMissing();
  };

  const start = (socket: Socket, address: HubAddress) => {
    const peer = createPeer({
      ours: clientForHub,
      theirs: hubForClients,
      handlers: store.handlers,
      send: (text) => socket.send(text),
      onBug: (error, method) => log.error(`${method} failed: ${describe(error)}`),
    });
    void greet(peer, client, store)
      .then(() => {
        startingSinceMs = undefined;
        store.setState({ kind: 'live', url: address.url }, peer);
        log.info(`Connected to the hub at ${address.url}.`);
        return fill(peer, store);
      })
      .catch((error: unknown) => {
        log.error(`The hub at ${address.url} did not answer as expected: ${describe(error)}`);
        if (store.model.state.kind === 'live') return;
        down(error instanceof StillframeError ? error.user.message : 'The hub did not answer as expected.');
        setTimeout(() => socket.close(), refusedPauseMs).unref();
      });
    return peer;
  };

  const connect = () => keepConnected({ target, open: openWebSocket, start, schedule, onDown });
  let connection = connect();
  return {
    model: store.model,
    reconnect() {
      connection.dispose();
      startingSinceMs = undefined;
      store.setState({ kind: 'starting' }, undefined);
      connection = connect();
    },
    dispose: () => connection.dispose(),
  };
}

type HubPeer = Peer<typeof hubForClients>;

async function greet(peer: HubPeer, client: string, store: HubStore): Promise<void> {
  await peer.request('client/hello', { protocol: protocolNumber, client });
  store.reset(await peer.request('subscribe', {}));
}

/** What happened before this window was there. */
async function fill(peer: HubPeer, store: HubStore): Promise<void> {
  store.addLogs((await peer.request('logs/list', {})).logs);
  const pinned = await listCaptures(peer, { pinned: true }, limits.pinnedCaptures);
  store.setPinned(pinned.map(({ id }) => id));
  store.addCaptures(pinned);
  await listCaptures(peer, {}, maxCaptures, store.addCaptures);
}

/** Page by page; an answer of large captures ends early, so only an empty one is the end. */
async function listCaptures(
  peer: HubPeer,
  which: { readonly pinned?: true },
  max: number,
  onPage?: (captures: readonly Capture[]) => void,
): Promise<readonly Capture[]> {
  const all: Capture[] = [];
  while (all.length < max) {
    const beforeId = all.at(-1)?.id;
    const limit = Math.min(capturesPerPage, max - all.length);
    const { captures } = await peer.request('captures/list', { ...which, beforeId, limit });
    if (captures.length === 0) break;
    all.push(...captures);
    onPage?.(captures);
  }
  return all;
}

function schedule(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
