import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientForHub, createPeer, hubForClients, type Capture, type ProbeView } from '@stillframe/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { WebSocketServer } from 'ws';

const main = fileURLToPath(new URL('../../../extension/src/language/server/main.ts', import.meta.url));
const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

const uri = 'file:///shop/src/checkout.ts';
const text = 'function checkout(cart, user) {\n  const total = sum(cart);\n  return pay(user, total);\n}\n';
const common = { target: {}, expiresInMs: 3_600_000 };
const counts = { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 };
const at = (line1: number) => ({ file: '/no/such/app/shop/src/checkout.ts', line1 });

const snapshot = probe('s', { kind: 'snapshot', at: at(3), ...common, frames: 1, watches: [], limits: {} });
const counter = probe('c', { kind: 'counter', at: at(2), ...common });
const capture: Capture = {
  id: 'k',
  probeId: 's',
  instanceId: 'i',
  atMs: 0,
  hit: 1,
  frames: [
    {
      name: 'checkout',
      file: at(3).file,
      line1: 3,
      column1: 3,
      origin: 'app',
      scopes: [{ kind: 'local', variables: [{ k: 'total', v: { t: 'number', v: 'NaN' } }] }],
    },
  ],
  watches: [],
  cost: { totalNs: 0, pauseNs: 0 },
  notes: [],
};

describe('the language server, alone over stdio', () => {
  it('shows captured values at the end of the line and counts above it', async () => {
    const client = startServer(await startHub());
    await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } } },
      initializationOptions: { hub: client.hub },
    });
    client.notify('initialized', {});
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
    const hints = await client.untilRefreshed(() =>
      client.sendRequest('textDocument/inlayHint', {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
      }),
    );
    // Of the line itself, and of the one above that gave the variable its value; the process that it is of has gone.
    const label = expect.stringMatching(/^ process gone, \d+ days ago: total = NaN$/) as unknown;
    expect(hints).toMatchObject([
      { position: { line: 2, character: 26 }, label },
      { position: { line: 1, character: 26 }, label },
    ]);
    const lenses = await client.sendRequest('textDocument/codeLens', { textDocument: { uri } });
    expect(lenses).toMatchObject([
      { range: { start: { line: 1 } }, command: { title: expect.stringMatching(/^1,204 hits · \d+\/s$/) } },
    ]);
  });
});

function startServer(hub: { url: string; token: string }) {
  const child = spawn(process.execPath, [path.normalize(main), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  closing.push(() => child.kill());
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const refreshed = new Set<() => void>();
  const onRefresh = () => {
    for (const listener of refreshed) listener();
    return null;
  };
  connection.onRequest('workspace/inlayHint/refresh', onRefresh);
  connection.onRequest('workspace/codeLens/refresh', onRefresh);
  connection.listen();
  closing.push(() => connection.dispose());
  const sendRequest = (method: string, params: unknown): Promise<unknown> => connection.sendRequest(method, params);
  return {
    hub,
    sendRequest,
    notify: (method: string, params: unknown) => void connection.sendNotification(method, params),
    /** Asks now and after every refresh, as an editor does, until there is something. */
    untilRefreshed: (ask: () => Promise<unknown>) =>
      new Promise<unknown>((resolve, reject) => {
        const again = () =>
          void ask().then((answer) => {
            if (Array.isArray(answer) && answer.length > 0) resolve(answer);
          }, reject);
        refreshed.add(again);
        again();
      }),
  };
}

/** The hub's end, on a real socket. */
async function startHub() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(() => server.close());
  server.on('connection', (socket) => {
    closing.push(() => socket.terminate());
    const { subscribe, 'client/hello': hello, 'captures/list': captures, 'logs/list': logs } = hubForClients;
    const peer = createPeer({
      ours: { subscribe, 'client/hello': hello, 'captures/list': captures, 'logs/list': logs },
      theirs: clientForHub,
      handlers: {
        'client/hello': () => ({ hubVersion: '1', paused: false }),
        subscribe: () => ({ instances: [], probes: [counter, snapshot], paused: false }),
        'captures/list': ({ beforeId, pinned }) => ({
          captures: beforeId === undefined && pinned !== true ? [capture] : [],
          pinned: [],
        }),
        'logs/list': () => ({ logs: [] }),
      },
      send: (message) => socket.send(message),
      onBug: (error) => expect.fail(String(error)),
    });
    socket.on('message', (data: Buffer) => void peer.receive(data.toString()));
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' };
}

function probe(id: string, spec: ProbeView['probe']['spec']): ProbeView {
  return {
    probe: { id, spec, createdAtMs: 0, createdBy: 'ada', expiresAtMs: 0, enabled: true },
    accepted: 0,
    instances: ['i'],
    statuses: [
      {
        instanceId: 'i',
        status: {
          probeId: id,
          state: 'armed',
          bound: [],
          counts,
          cost: { totalNs: 0, share: 0, armStallMs: 0 },
          estimateFactor: 1,
          estimateError: 0,
          series: [{ count: 1_204 }],
        },
      },
    ],
  };
}
