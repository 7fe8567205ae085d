import { hubUnreachable, limits, payloadTooLarge, type UserError } from '@stillframe/protocol';
import type { RawData, WebSocket } from 'ws';
import { createRateLimit } from './rateLimit.ts';
import type { Timings } from '../core/timings.ts';

/** A peer that does not read is dropped when this much waits for it. */
export const maxBufferedBytes = 4 * limits.messageBytes;
/** Messages of one connection: far more than an honest peer sends. */
export const messageRate = { perSecond: 500, burst: 2_000 } as const;
/** For a last answer to be written before the connection is closed. */
const closeDelayMs = 50;

/** What a peer's server side sees of its socket. */
export type Connection = {
  send(text: string): void;
  /** Closes after what is being answered was sent. */
  closeSoon(code: number, reason: string): void;
  /** Hello was said: the connection may stay. */
  greeted(): void;
  log(message: string, error?: unknown): void;
};

/** What answers the messages of a connection. */
export type Served = {
  receive(text: string): Promise<void>;
  closed(reason: UserError): void;
};

/** Runs one WebSocket: heartbeat, rate, bounded buffer. Whatever the peer sends, nothing leaves here but a closed socket. */
export function runConnection(options: {
  readonly socket: WebSocket;
  readonly timings: Pick<Timings, 'heartbeatMs' | 'helloMs'>;
  readonly serve: (connection: Connection) => Served;
  readonly log: (message: string, error?: unknown) => void;
  readonly onClosed: () => void;
}): void {
  const { socket, timings, serve, log, onClosed } = options;
  const rate = createRateLimit(messageRate);
  let missedPings = 0;

  const helloTimer = setTimeout(() => socket.close(1002, 'no hello'), timings.helloMs).unref();
  const heartbeat = setInterval(() => {
    if (missedPings >= 2) return socket.terminate();
    missedPings += 1;
    socket.ping();
  }, timings.heartbeatMs).unref();

  const served = serve({
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(text);
      if (socket.bufferedAmount <= maxBufferedBytes) return;
      log('dropped a connection that does not read what it is sent');
      socket.terminate();
    },
    closeSoon: (code, reason) => void setTimeout(() => socket.close(code, reason), closeDelayMs).unref(),
    greeted: () => clearTimeout(helloTimer),
    log,
  });

  socket.on('pong', () => {
    missedPings = 0;
  });
  socket.on('message', (data: RawData, isBinary: boolean) => {
    missedPings = 0;
    if (isBinary) return socket.close(1003, 'text only');
    if (!rate.take()) {
      log('closed a connection that sent too many messages');
      return socket.close(1008, 'too many messages');
    }
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
    // JSON-RPC batches would pass many calls as one message; no peer of ours sends them.
    if (/^\s*\[/.test(text)) return socket.close(1008, 'no batches');
    served.receive(text).catch((error: unknown) => log('a message could not be answered', error));
  });
  socket.on('error', (error) => {
    if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      log(payloadTooLarge(limits.messageBytes).message);
    }
  });
  socket.on('close', () => {
    clearTimeout(helloTimer);
    clearInterval(heartbeat);
    served.closed(hubUnreachable('its address'));
    onClosed();
  });
}
