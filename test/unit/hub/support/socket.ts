import { subprotocol } from '@stillframe/protocol';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createInbox, type Inbox } from './inbox.ts';

export type RawSocket = {
  readonly socket: WebSocket;
  readonly messages: Inbox<string>;
  readonly closed: Promise<number>;
};

/** A bare connection; rejects with the HTTP status the hub answered instead. */
export function openSocket(
  url: string,
  options: { token?: string; headers?: Record<string, string>; protocols?: string[] } = {},
): Promise<RawSocket> {
  const { token, headers = {}, protocols = [subprotocol] } = options;
  const socket = new WebSocket(url, protocols, {
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });
  onTestFinished(() => socket.terminate());
  const messages = createInbox<string>('socket');
  socket.on('message', (data) => messages.push((data as Buffer).toString('utf8')));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ socket, messages, closed }));
    socket.once('unexpected-response', (request, response) => {
      reject(new Error(`HTTP ${response.statusCode}`));
      request.destroy();
    });
    socket.on('error', reject);
  });
}
