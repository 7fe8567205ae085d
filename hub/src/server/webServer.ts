import { STATUS_CODES, createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { agentPath, clientPath, limits, subprotocol } from '@stillframe/protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  noSuchPath,
  refuseOrigin,
  refuseSubprotocol,
  refuseToken,
  tooManyConnections,
  upgradeNeeded,
  type Gate,
  type Refusal,
} from './admission.ts';

export const maxConnections = 2_000;

/** The HTTP side of the hub: who may come in, and the two pages. Not listening yet. */
export function createWebServer(options: {
  readonly gate: Gate;
  readonly healthz: () => unknown;
  readonly metrics: () => string;
  readonly onSocket: (role: 'agent' | 'client', socket: WebSocket) => void;
}): { readonly server: Server; closeSockets(): Promise<void> } {
  const { gate, healthz, metrics, onSocket } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    handleProtocols: () => subprotocol,
  });

  const server = createServer((request, response) => {
    const answer = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    const refused = refusePage(request, gate);
    if (refused !== undefined) return answer(refused.status, json, JSON.stringify(refused.error));
    if (pathOf(request) === '/healthz') return answer(200, json, JSON.stringify(healthz()));
    return answer(200, 'text/plain; version=0.0.4; charset=utf-8', metrics());
  });

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const path = pathOf(request);
    const role = path === agentPath ? 'agent' : path === clientPath ? 'client' : undefined;
    const refused =
      refuseOrigin(request.headers, gate) ??
      (role === undefined ? noSuchPath : undefined) ??
      refuseToken(request.headers, gate) ??
      refuseSubprotocol(request.headers) ??
      (sockets.clients.size >= maxConnections ? tooManyConnections : undefined);
    if (refused !== undefined || role === undefined) return refuseUpgrade(stream, refused ?? noSuchPath);
    sockets.handleUpgrade(request, stream, head, (socket) => onSocket(role, socket));
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  return {
    server,
    async closeSockets() {
      const open = [...sockets.clients];
      const ended = open.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())));
      for (const socket of open) socket.close(1001, 'the hub is stopping');
      const impatient = setTimeout(() => open.forEach((socket) => socket.terminate()), 500);
      await Promise.all(ended);
      clearTimeout(impatient);
      server.closeAllConnections();
    },
  };
}

const json = 'application/json; charset=utf-8';

function refusePage(request: IncomingMessage, gate: Gate): Refusal | undefined {
  const { headers } = request;
  const refused = refuseOrigin(headers, gate);
  if (refused !== undefined) return refused;
  switch (pathOf(request)) {
    case '/healthz':
      // Open to load balancers; whoever brings a token learns whether it is the right one.
      return headers.authorization === undefined ? undefined : refuseToken(headers, gate);
    case '/metrics':
      return refuseToken(headers, gate);
    case agentPath:
    case clientPath:
      return upgradeNeeded;
    default:
      return noSuchPath;
  }
}

const pathOf = (request: IncomingMessage) => (request.url ?? '').split('?', 1)[0];

function refuseUpgrade(stream: Duplex, { status, error }: Refusal): void {
  const body = JSON.stringify(error);
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${json}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => stream.destroy(),
  );
}
