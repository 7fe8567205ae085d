import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ProbeSpecSchema, agentForHub, createPeer, hubForAgents } from '@stillframe/protocol';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { appPath, probeLine, startApp, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const at = { file: 'ending.cjs', line1: probeLine(appPath('ending.cjs'), 'last') };
/** The answer never comes: the process ends instead. */
const end = (app: App, query: string) => app.get(`/?${query}`).catch(() => {});

describe('a hit that leads straight into the end of the process', () => {
  test.each([
    ['exit', { code: 3, signal: null }],
    ['throw', { code: 1, signal: null }],
    ['reject', { code: 1, signal: null }],
    ['nothing left', { code: 0, signal: null }],
  ] as const)('%s: the capture arrives, and the process ends as it would have', async (how, ending) => {
    const app = await rig.start('ending.cjs');
    const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at });
    const counter = await rig.client.placeAnd('armed', { kind: 'counter', at });
    void end(app, `how=${how}`);
    expect(await app.ended).toEqual(ending);
    const capture = await rig.client.until('capture', () => rig.client.captures[0]);
    expect(capture.frames[0]?.scopes?.[0]?.variables.map(({ k }) => k)).toEqual(['how', 'order', 'total']);
    // The numbers had a last report too, and nothing was lost.
    await rig.client.until('count', () => rig.client.status(counter)?.series[0]?.count === 1);
    expect(rig.client.status(id)?.counts).toMatchObject({ hits: 1, captured: 1, dropped: 0 });
  });

  test('SIGTERM, with a handler of the app that ends the process, and hits in its exit listeners', async () => {
    const app = await rig.start('ending.cjs', { args: ['--handle-sigterm', '--hit-at-exit'] });
    await rig.client.placeAnd('armed', { kind: 'snapshot', at });
    app.child.kill('SIGTERM');
    expect(await app.ended).toEqual({ code: 7, signal: null });
    await rig.client.until('both captures', () => rig.client.captures.length === 2);
    expect(rig.client.captures.map(({ frames }) => frames[0]?.scopes?.[0]?.variables[0]?.v)).toEqual([
      { t: 'string', v: 'handler' },
      { t: 'string', v: 'exit listener' },
    ]);
  });

  test('a burst of logs', async () => {
    const app = await rig.start('ending.cjs', { env: { STILLFRAME_BUDGET: '0.25' } });
    await rig.client.placeAnd('armed', { kind: 'log', at, template: '{how} {total}', ratePerSecond: 1_000 });
    void end(app, 'how=exit&times=100');
    expect(await app.ended).toEqual({ code: 3, signal: null });
    await rig.client.until('logs', () => rig.client.logs.length === 100);
  });
});

test('SIGTERM without a handler ends the process at once, by the signal', async () => {
  const app = await rig.start('ending.cjs');
  await rig.client.placeAnd('armed', { kind: 'counter', at });
  app.child.kill('SIGTERM');
  expect(await app.ended).toEqual({ code: null, signal: 'SIGTERM' });
});

test('the listener for the end is there only while a probe is, and leaves no trace', async () => {
  const app = await rig.start('ending.cjs');
  const idle = { listeners: 1, max: 10 };
  expect(await app.get('/')).toEqual(idle);
  const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at });
  expect(await app.get('/')).toEqual({ listeners: 2, max: 11 });
  await rig.client.call('probes/remove', { ids: [id] });
  // Armed and done again: by then the first one is out.
  const next = await rig.client.placeAnd('armed', { kind: 'snapshot', at, maxHits: 1 });
  void end(app, 'how=none');
  await rig.client.until('done', () => rig.client.status(next)?.state === 'done');
  await rig.client.until('capture', () => rig.client.captures[0]);
  await expect.poll(() => app.get('/')).toEqual(idle);
});

test('a hub that takes and never answers holds the end up for a moment only', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const spec = v.parse(ProbeSpecSchema, { kind: 'snapshot', at });
  const probe = { id: 'p', spec, createdAtMs: 0, createdBy: 'test', expiresAtMs: Date.now() + 60_000, enabled: true };
  const delivered = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      const peer = createPeer({
        ours: hubForAgents,
        theirs: agentForHub,
        send: (text) => socket.send(text),
        onBug: () => {},
        handlers: {
          'agent/hello': () => {
            setImmediate(() => peer.notify('probes/change', { reset: true, set: [probe], remove: [], paused: false }));
            return { hubVersion: '0' };
          },
          'agent/report': ({ statuses }) => {
            if (statuses.some(({ state }) => state === 'armed')) void end(app, 'how=exit');
          },
          'agent/deliver': () => {
            resolve();
            return new Promise<never>(() => {});
          },
        },
      });
      socket.on('message', (data: Buffer) => void peer.receive(data.toString('utf8')));
    });
  });
  const { port } = server.address() as AddressInfo;
  const env = { STILLFRAME_HUB: `ws://127.0.0.1:${port}`, STILLFRAME_TOKEN: 't' };
  const app = await startApp({ path: appPath('ending.cjs'), home: rig.home, env });
  await delivered;
  expect(await app.ended).toEqual({ code: 3, signal: null });
  server.close();
});
