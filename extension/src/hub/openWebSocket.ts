import {
  clientPath,
  hubUnreachable,
  limits,
  subprotocol,
  unauthorized,
  type Socket,
  type SocketEvents,
  type UserError,
} from '@stillframe/protocol';
import { WebSocket } from 'ws';
import type { HubAddress } from './hubAddress.ts';

/** A page of captures may be many messages' worth, so more is accepted than may be sent. */
const maxPayload = 16 * limits.messageBytes;
const handshakeTimeout = 5_000;

/** Opens the client socket of a hub. */
export function openWebSocket({ url, token }: HubAddress, events: SocketEvents): Socket {
  const socket = new WebSocket(`${url.replace(/\/+$/, '')}${clientPath}`, subprotocol, {
    headers: { authorization: `Bearer ${token}` },
    maxPayload,
    handshakeTimeout,
  });
  let reason: UserError | undefined = hubUnreachable(url);
  let over = false;
  const end = () => {
    if (!over) events.closed(reason);
    over = true;
  };
  socket.on('open', () => {
    reason = undefined;
    events.opened();
  });
  socket.on('message', (data: Buffer) => events.message(data.toString('utf8')));
  socket.on('unexpected-response', (request, response) => {
    if (response.statusCode === 401 || response.statusCode === 403) reason = unauthorized();
    request.destroy();
    end();
  });
  // 'close' follows every error; without this listener the error would be thrown.
  socket.on('error', () => {});
  socket.on('close', end);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.terminate(),
  };
}
