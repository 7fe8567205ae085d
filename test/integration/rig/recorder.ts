import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { subprotocol } from '@stillframe/protocol';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

/** Stands between agents and their hub and keeps every byte that an agent sends. */
export type Recorder = {
  readonly url: string;
  /** The payloads of all frames so far. */
  readonly sent: () => string;
  close(): Promise<void>;
};

export async function startRecorder(hub: { readonly url: string; readonly token: string }): Promise<Recorder> {
  const sent: Buffer[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (agent, request) => {
    const upstream = new WebSocket(new URL(request.url ?? '', hub.url), subprotocol, {
      headers: { authorization: `Bearer ${hub.token}` },
    });
    const early: RawData[] = [];
    const forward = (data: RawData) => upstream.send(data, { binary: false });
    agent.on('message', (data: Buffer) => {
      sent.push(data);
      if (upstream.readyState === WebSocket.OPEN) forward(data);
      else early.push(data);
    });
    upstream.on('open', () => early.splice(0).forEach(forward));
    upstream.on('message', (data: RawData) => agent.send(data, { binary: false }));
    upstream.on('error', () => agent.terminate());
    upstream.on('close', () => agent.close());
    agent.on('close', () => upstream.close());
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => Buffer.concat(sent).toString('utf8'),
    async close() {
      for (const agent of server.clients) agent.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}
