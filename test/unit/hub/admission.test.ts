import { request } from 'node:http';
import { limits, protocolNumber } from '@stillframe/protocol';
import { describe, expect, test } from 'vitest';
import { messageRate } from '../../../hub/src/server/connection.ts';
import { connectAgent } from './support/agent.ts';
import { connectClient } from './support/client.ts';
import { startTestHub } from './support/hub.ts';
import { openSocket } from './support/socket.ts';

const hello = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'client/hello',
  params: { protocol: protocolNumber, client: 'a test' },
});

describe('who may connect', () => {
  test.each([
    ['no token', {}],
    ['a wrong token', { token: 'wrong' }],
    ['a token in the URL', { path: '/client?token=TOKEN' }],
    ['an empty bearer', { headers: { authorization: 'Bearer ' } }],
    ['another scheme', { headers: { authorization: 'Basic TOKEN' } }],
  ])('%s is answered with 401', async (_name, given: { path?: string; token?: string; headers?: object }) => {
    const hub = await startTestHub();
    const fill = (text: string) => text.replace('TOKEN', hub.token);
    const headers = Object.fromEntries(Object.entries(given.headers ?? {}).map(([k, v]) => [k, fill(String(v))]));
    const url = hub.url + fill(given.path ?? '/client');
    await expect(openSocket(url, { token: given.token, headers })).rejects.toThrow('HTTP 401');
  });

  test('a web page is refused even with the right token, an allowed origin is not', async () => {
    const hub = await startTestHub({ allowedOrigins: ['https://good.example'] });
    const from = (origin: string) => openSocket(`${hub.url}/client`, { token: hub.token, headers: { origin } });
    await expect(from('https://evil.example')).rejects.toThrow('HTTP 403');
    await expect(from('null')).rejects.toThrow('HTTP 403');
    await expect(from('https://good.example')).resolves.toBeDefined();
  });

  test('another path is 404, another subprotocol 400', async () => {
    const hub = await startTestHub();
    await expect(openSocket(`${hub.url}/other`, { token: hub.token })).rejects.toThrow('HTTP 404');
    await expect(openSocket(`${hub.url}/agent`, { token: hub.token, protocols: ['else.v1'] })).rejects.toThrow(
      'HTTP 400',
    );
  });

  test('another protocol number is refused with the sentence and the connection ends', async () => {
    const hub = await startTestHub();
    const { socket, messages, closed } = await openSocket(`${hub.url}/client`, { token: hub.token });
    socket.send(hello.replace(`"protocol":${protocolNumber}`, '"protocol":99'));
    expect(await messages.next(() => true)).toContain('PROTOCOL_VERSION');
    expect(await closed).toBe(1002);
  });

  test('a connection that never says hello is closed', async () => {
    const hub = await startTestHub({ timings: { helloMs: 20 } });
    const { closed } = await openSocket(`${hub.url}/agent`, { token: hub.token });
    expect(await closed).toBe(1002);
  });

  test('a peer that answers no ping is dropped', async () => {
    const hub = await startTestHub({ timings: { heartbeatMs: 20, helloMs: 60_000 } });
    const { socket, closed } = await openSocket(`${hub.url}/agent`, { token: hub.token });
    socket.pause();
    setTimeout(() => socket.resume(), 500).unref();
    expect(await closed).toBe(1006);
  });
});

describe('hostile messages', () => {
  test.each([
    ['no JSON', '{'],
    ['no JSON-RPC', '{"a":1}'],
    ['null', 'null'],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"constructor","params":{}}'],
    ['a prototype as method', '{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{}}'],
    ['params that do not fit', '{"jsonrpc":"2.0","id":1,"method":"probe/add","params":{"spec":{"kind":"snapshot"}}}'],
    ['a call before hello', '{"jsonrpc":"2.0","id":1,"method":"probes/list","params":{}}'],
  ])('%s is answered with an error and the connection goes on', async (_name, text) => {
    const hub = await startTestHub();
    const { socket, messages } = await openSocket(`${hub.url}/client`, { token: hub.token });
    socket.send(text);
    socket.send(hello.replace('"id":1', '"id":2'));
    expect(await messages.next((message) => message.includes('"id":2'))).toContain('hubVersion');
    expect(messages.all.filter((message) => message.includes('"id":1'))).not.toContainEqual(
      expect.stringContaining('"result"'),
    );
  });

  test('values nested ten thousand deep harm nobody', async () => {
    const hub = await startTestHub({ log: () => {} });
    const agent = await connectAgent(hub);
    const deep = '{"t":"object","id":1,"kind":"object","name":"","props":[{"k":"a","v":'.repeat(10_000);
    agent.socket.send(
      `{"jsonrpc":"2.0","id":99,"method":"agent/deliver","params":{"logs":[],"captures":[{"watches":[{"expression":"a","value":${deep}`,
    );
    agent.socket.send(
      `{"jsonrpc":"2.0","id":98,"method":"agent/deliver","params":{"logs":[],"captures":[{"watches":[{"expression":"a","value":${deep}{"t":"null"}${'}]}'.repeat(10_000)}}]}]}}`,
    );
    expect(await agent.deliver([])).toEqual({ stored: 0 });
  });

  test('the largest message is taken, one byte more closes only that connection', async () => {
    const hub = await startTestHub();
    const other = await connectClient(hub);
    const padded = (bytes: number) => hello + ' '.repeat(bytes - hello.length);
    const fits = await openSocket(`${hub.url}/client`, { token: hub.token });
    fits.socket.send(padded(limits.messageBytes));
    expect(await fits.messages.next(() => true)).toContain('hubVersion');
    const large = await openSocket(`${hub.url}/client`, { token: hub.token });
    large.socket.send(padded(limits.messageBytes + 1));
    expect(await large.closed).toBe(1009);
    expect((await other.request('agents/list', {})).instances).toEqual([]);
  });

  test('binary messages and batches close the connection', async () => {
    const hub = await startTestHub();
    const binary = await openSocket(`${hub.url}/client`, { token: hub.token });
    binary.socket.send(Buffer.from(hello));
    expect(await binary.closed).toBe(1003);
    const batch = await openSocket(`${hub.url}/client`, { token: hub.token });
    batch.socket.send(` [${hello}]`);
    expect(await batch.closed).toBe(1008);
  });

  test('a flood ends at the message rate', async () => {
    const hub = await startTestHub();
    const { socket, closed } = await openSocket(`${hub.url}/client`, { token: hub.token });
    socket.send(hello);
    for (let sent = 0; sent < messageRate.burst + messageRate.perSecond * 5; sent++) socket.send('{}');
    expect(await closed).toBe(1008);
  });

  test('a client that does not read is dropped and the others hear on', async () => {
    const hub = await startTestHub();
    const slow = await connectClient(hub);
    const good = await connectClient(hub);
    const agent = await connectAgent(hub);
    const raw = await openSocket(`${hub.url}/client`, { token: hub.token });
    raw.socket.send(hello);
    raw.socket.send('{"jsonrpc":"2.0","id":2,"method":"subscribe","params":{}}');
    await raw.messages.next((message) => message.includes('"id":2'));
    raw.socket.pause();
    const { probe } = await slow.add({ kind: 'log', at: { file: 'a.ts', line1: 1 }, template: 'x', maxHits: 100 });
    const text = 'x'.repeat(1_000_000);
    for (let round = 0; round < 40; round++) {
      await agent.deliver(
        [],
        [{ id: `log-${round}`, probeId: probe.id, instanceId: '', atMs: 1, level: 'info', text }],
      );
    }
    await good.events.next(
      (event) => event.method === 'logs/added' && event.params.logs.some(({ id }) => id === 'log-39'),
    );
    raw.socket.resume();
    expect(await raw.closed).toBe(1006);
  });
});

describe('pages', () => {
  const page = (url: string, headers: Record<string, string> = {}) =>
    new Promise<{ status?: number; body: string }>((resolve, reject) => {
      request(url.replace('ws:', 'http:'), { headers }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode, body }));
      })
        .on('error', reject)
        .end();
    });

  test('healthz is open and small, and tells a wrong token', async () => {
    const hub = await startTestHub();
    const health = await page(`${hub.url}/healthz`);
    expect(health.status).toBe(200);
    expect(JSON.parse(health.body)).toMatchObject({ name: 'stillframe', pid: process.pid });
    expect((await page(`${hub.url}/healthz`, { authorization: 'Bearer no' })).status).toBe(401);
    expect((await page(`${hub.url}/healthz`, { origin: 'http://a' })).status).toBe(403);
  });

  test('metrics need the token and show every number with escaped labels', async () => {
    const hub = await startTestHub();
    expect((await page(`${hub.url}/metrics`)).status).toBe(401);
    const agent = await connectAgent(hub);
    const client = await connectClient(hub);
    const counter = await client.add({ kind: 'counter', at: { file: 'a"\n\\.ts', line1: 3 } });
    const timer = await client.add({
      kind: 'tictoc',
      at: { file: 'a.ts', line1: 3 },
      to: { file: 'a.ts', line1: 9 },
    });
    agent.report(
      { probeId: counter.probe.id, series: [{ key: 'eu', count: 41 }] },
      {
        probeId: timer.probe.id,
        series: [{ count: 2, sum: 7, min: 3, max: 4, last: 4, buckets: [[700, 2]] }],
      },
    );
    await client.viewOf(timer.probe.id, ({ statuses }) => statuses.length === 1);
    const { status, body } = await page(`${hub.url}/metrics`, { authorization: `Bearer ${hub.token}` });
    expect(status).toBe(200);
    expect(body).toContain('stillframe_agents 1');
    expect(body).toMatch(/stillframe_counter_total\{[^}]*file="a\\"\\n\\\\\.ts"[^}]*group="eu"\} 41/);
    expect(body).toMatch(/stillframe_tictoc_milliseconds_sum\{[^}]*\} 7/);
    expect(body).toMatch(/stillframe_tictoc_milliseconds\{[^}]*quantile="0.99"\} \d/);
  });
});
