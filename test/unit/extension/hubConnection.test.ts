import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {
  clientForHub,
  createPeer,
  hubForClients,
  type Capture,
  type Handlers,
  type Peer,
  type ProbeView,
} from '@stillframe/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHubModel, maxCaptures } from '../../../extension/src/hub/createHubModel.ts';
import { findHubAddress } from '../../../extension/src/hub/hubAddress.ts';
import type { HubModel } from '../../../extension/src/hub/hubModel.ts';
import { createLocalHub, startPauseMs } from '../../../extension/src/hub/localHub.ts';
import { startHubConnection } from '../../../extension/src/hub/startHubConnection.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const probe = (id: string): ProbeView => ({
  probe: {
    id,
    spec: { kind: 'counter', at: { file: '/a.ts', line1: 1 }, target: {}, expiresInMs: 1_000 },
    createdAtMs: 0,
    createdBy: 'ada',
    expiresAtMs: 0,
    enabled: true,
  },
  accepted: 0,
  instances: [],
  statuses: [],
});
const capture = (id: string, atMs: number, probeId = 'p'): Capture => ({
  id,
  probeId,
  instanceId: 'i',
  atMs,
  hit: 1,
  frames: [],
  watches: [],
  cost: { totalNs: 0, pauseNs: 0 },
  notes: [],
});

describe('createHubModel', () => {
  const store = () => createHubModel((error) => expect.fail(String(error)));

  it('keeps the newest captures, newest first, each once', () => {
    const { model, addCaptures } = store();
    addCaptures(Array.from({ length: maxCaptures + 10 }, (_, index) => capture(`c${index}`, index)));
    addCaptures([capture('c9999', 5_000), capture(`c${maxCaptures + 9}`, maxCaptures + 9)]);
    expect(model.captures).toHaveLength(maxCaptures);
    expect(model.captures.slice(0, 2).map(({ id }) => id)).toEqual(['c9999', `c${maxCaptures + 9}`]);
  });

  it('tells listeners of what is new only', () => {
    const { model, addCaptures, addLogs } = store();
    const seen: unknown[] = [];
    model.onDidChange((change) => seen.push(change));
    const record = { id: 'l', probeId: 'p', instanceId: 'i', atMs: 1, level: 'info', text: '' } as const;
    const hear = () => {
      addCaptures([capture('a', 1)]);
      addLogs([record]);
    };
    hear();
    hear();
    expect(seen).toEqual([{ captures: [capture('a', 1)] }, { logs: [record] }]);
  });

  it('survives a listener that throws', () => {
    const bugs: unknown[] = [];
    const { model, addCaptures } = createHubModel((error) => bugs.push(error));
    let heard = 0;
    model.onDidChange(() => {
      throw new Error('broken view');
    });
    model.onDidChange(() => heard++);
    addCaptures([capture('a', 1)]);
    expect([heard, bugs.length]).toEqual([1, 1]);
  });

  it('names every probe that came or went when it connects anew', async () => {
    const { model, handlers, reset } = store();
    await handlers['probe/changed'](probe('a'));
    const changed: string[] = [];
    model.onDidChange((change) => changed.push(...(change.probes ?? [])));
    reset({ instances: [], probes: [probe('b')], paused: true });
    expect(changed.sort()).toEqual(['a', 'b']);
    expect([...model.probes.keys(), model.paused]).toEqual(['b', true]);
  });

  it('refuses calls while there is no hub', async () => {
    await expect(store().model.call('probes/list', {})).rejects.toMatchObject({ user: { code: 'HUB_UNREACHABLE' } });
  });
});

describe('startHubConnection', () => {
  it('subscribes, fills, follows, and finds a hub again that was gone', async () => {
    const hub = await startHub();
    let missing = 0;
    const { model, dispose } = startHubConnection({
      settings: () => ({ url: hub.url, token: 'secret' }),
      client: 'test',
      onMissing: () => missing++,
      log,
    });
    closing.push(dispose);
    await when(model, () => model.captures.length === 60);
    expect(model.state).toEqual({ kind: 'live', url: hub.url });
    expect(hub.tokens).toEqual(['Bearer secret']);
    expect(model.captures[0]?.id).toBe('c59');

    hub.peers[0]?.notify('probe/changed', probe('late'));
    await when(model, () => model.probes.has('late'));

    hub.dropAll();
    await when(model, () => model.state.kind === 'down');
    await when(model, () => model.state.kind === 'live');
    expect(missing).toBe(0);
  });

  it('says that the token is wrong, and starts no hub for it', async () => {
    const hub = await startHub(401);
    const { model, dispose } = startHubConnection({
      settings: () => ({ url: hub.url, token: 'wrong' }),
      client: 'test',
      onMissing: () => expect.fail('a hub is there'),
      log,
    });
    closing.push(dispose);
    await when(model, () => model.state.kind === 'down');
    expect(model.state).toMatchObject({ why: expect.stringContaining('token') });
  });

  it('does nothing while it is turned off', () => {
    const { model, dispose } = startHubConnection({ settings: () => undefined, client: 'test', log });
    closing.push(dispose);
    expect(model.state.kind).toBe('down');
  });
});

describe('createLocalHub', () => {
  it('starts at most one process in five seconds', () => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'stillframe-home-'));
    const before = process.env['HOME'];
    process.env['HOME'] = home;
    closing.push(() => {
      process.env['HOME'] = before;
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    });
    const started: string[] = [];
    let now = 0;
    const local = createLocalHub({
      script: path.join(home, 'no-such-hub.cjs'),
      log: { ...log, info: (text) => started.push(text) },
      now: () => now,
    });
    for (now = 0; now < startPauseMs; now += 100) local.start();
    expect(started).toHaveLength(1);
    now = startPauseMs;
    local.start();
    expect(started).toHaveLength(2);
    expect(findHubAddress({ url: '', token: '' })).toBeUndefined();
  });
});

/** Waits for the model, not for a time. */
function when(model: HubModel, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = model.onDidChange(() => check());
    const check = () => {
      if (!isTrue()) return;
      stop();
      resolve();
    };
    check();
  });
}

type ToClient = Peer<typeof clientForHub>;

/** The hub's end of the protocol on a real socket. */
async function startHub(refuseWith?: number) {
  const tokens: (string | undefined)[] = [];
  const peers: ToClient[] = [];
  const captures = Array.from({ length: 60 }, (_, index) =>
    capture(`c${String(index).padStart(2, '0')}`, index),
  ).reverse();
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    verifyClient: (_info, answer) => answer(refuseWith === undefined, refuseWith),
  });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket, request) => {
    tokens.push(request.headers.authorization);
    const refuse = () => expect.fail('not part of this test');
    const handlers: Handlers<typeof hubForClients> = {
      'client/hello': () => ({ hubVersion: '1', paused: false }),
      subscribe: () => ({ instances: [], probes: [], paused: false }),
      'logs/list': () => ({ logs: [] }),
      'captures/list': ({ beforeId, pinned, limit }) => {
        if (pinned === true) return { captures: [], pinned: [] };
        const from = beforeId === undefined ? 0 : captures.findIndex(({ id }) => id === beforeId) + 1;
        return { captures: captures.slice(from, from + limit), pinned: [] };
      },
      'agents/list': refuse,
      'probes/list': refuse,
      'probe/add': refuse,
      'probe/update': refuse,
      'probes/enable': refuse,
      'probes/renew': refuse,
      'probe/move': refuse,
      'probes/retarget': refuse,
      'probes/remove': refuse,
      'probes/pause': refuse,
      'capture/get': refuse,
      'captures/pin': refuse,
      'captures/clear': refuse,
      'redaction/get': refuse,
      'redaction/set': refuse,
    };
    const peer = createPeer({
      ours: hubForClients,
      theirs: clientForHub,
      handlers,
      send: (text) => socket.send(text),
      onBug: (error) => expect.fail(String(error)),
    });
    peers.push(peer);
    socket.on('message', (data: Buffer) => void peer.receive(data.toString()));
  });
  const dropAll = () => {
    for (const client of server.clients) client.terminate();
  };
  closing.push(() => {
    dropAll();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens, peers, dropAll };
}
