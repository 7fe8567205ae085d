import {
  StillframeError,
  UserErrorSchema,
  clientForHub,
  clientPath,
  createPeer,
  hubForClients,
  hubUnreachable,
  protocolNumber,
  subprotocol,
  unauthorized,
  type Handlers,
  type Params,
  type Peer,
  type UserError,
} from '@stillframe/protocol';
import * as v from 'valibot';
import { WebSocket, type RawData } from 'ws';
import { hubVersion } from '../version.ts';
import type { HubAddress } from './findHub.ts';

type FromHub = typeof clientForHub;
/** One notification of the hub, or the end of the connection. */
export type HubEvent =
  | { readonly [M in keyof FromHub]: { readonly method: M; readonly params: Params<FromHub[M]> } }[keyof FromHub]
  | { readonly method: 'lost'; readonly error: UserError };

export type HubClient = {
  readonly request: Peer<typeof hubForClients>['request'];
  close(): void;
};

const handshakeMs = 5_000;
const maxMessageBytes = 256 * 1_048_576;

/** Connects and says hello; rejects with a StillframeError. Events come in the order the hub sent them. */
export async function connectToHub(
  { url, token }: HubAddress,
  onEvent: (event: HubEvent) => void = () => {},
): Promise<HubClient> {
  const socket = new WebSocket(url + clientPath, subprotocol, {
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    handshakeTimeout: handshakeMs,
    maxPayload: maxMessageBytes,
  });
  const peer = createPeer({
    ours: clientForHub,
    theirs: hubForClients,
    handlers: handlersFor(onEvent),
    send: (text) => socket.send(text),
    onBug: () => {},
  });
  let isClosing = false;
  // Listening before the socket opens: the first notification may arrive with the opening.
  socket.on('message', (data) => void peer.receive(textOf(data)));
  await opened(socket, url);
  socket.on('error', () => {}); // followed by close
  socket.on('close', () => {
    const error = hubUnreachable(url);
    peer.close(error);
    if (!isClosing) onEvent({ method: 'lost', error });
  });
  await peer.request('client/hello', { protocol: protocolNumber, client: `stillframe ${hubVersion}` });
  return {
    request: (method, params) => peer.request(method, params),
    close() {
      isClosing = true;
      socket.close();
    },
  };
}

const textOf = (data: RawData) => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

function opened(socket: WebSocket, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', () => reject(new StillframeError(hubUnreachable(url))));
    socket.once('unexpected-response', (request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body = (body + chunk).slice(0, 10_000)));
      response.on('end', () => {
        reject(new StillframeError(refusal(response.statusCode, body) ?? hubUnreachable(url)));
        request.destroy();
      });
    });
  });
}

function refusal(status: number | undefined, body: string): UserError | undefined {
  if (status === 401) return unauthorized();
  try {
    const parsed = v.safeParse(UserErrorSchema, JSON.parse(body));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined; // not a hub
  }
}

function handlersFor(onEvent: (event: HubEvent) => void): Handlers<FromHub> {
  return {
    'instance/changed': (params) => onEvent({ method: 'instance/changed', params }),
    'instance/gone': (params) => onEvent({ method: 'instance/gone', params }),
    'probe/changed': (params) => onEvent({ method: 'probe/changed', params }),
    'probe/removed': (params) => onEvent({ method: 'probe/removed', params }),
    'captures/added': (params) => onEvent({ method: 'captures/added', params }),
    'captures/pinned': (params) => onEvent({ method: 'captures/pinned', params }),
    'captures/cleared': (params) => onEvent({ method: 'captures/cleared', params }),
    'logs/added': (params) => onEvent({ method: 'logs/added', params }),
    'paused/changed': (params) => onEvent({ method: 'paused/changed', params }),
  };
}
