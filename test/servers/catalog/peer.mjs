import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { WebSocket } from 'ws';

const map = 'peer/dist/bin/peerjs.js.map';
const source = (file, text) => ({ map, file, text });
const sockets = 'src/services/webSocketServer/index.ts';
const limit = source(sockets, 'if (clientsCount >= this.config.concurrent_limit) {');

/** TypeScript in 18 files, bundled by Parcel into one ES module with a map that carries the sources; WebSockets. */
export const peer = {
  name: 'peer',
  version: '1.0.2',
  code: 'TypeScript, one bundle by Parcel, ES module, map with sources',
  loads: 'import',
  signal: 'SIGTERM',
  readyPath: '/',
  command: ({ modulesDir, port }) => [
    path.join(modulesDir, 'peer/dist/bin/peerjs.js'),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--allow_discovery',
  ],
  files: { 'readme.txt': 'It keeps nothing.' },
  talks: [
    [{ path: '/' }, { path: '/peerjs/id' }, { path: '/nowhere' }],
    [{ name: 'WebSocket offer', exchange: offer }],
  ],
  probes: [
    {
      kind: 'snapshot',
      at: source('src/api/v1/public/index.ts', 'return res.send(clientsIds);'),
      args: ['--frames', '5', '--depth', '1'],
      check({ frames: [own, caller] }) {
        assert.deepEqual(own.variables.clientsIds.toSorted(), ['ada', 'bo']);
        assert.match(own.file, /src\/api\/v1\/public\/index\.ts$/);
        assert.equal(path.basename(caller.file), 'layer.js');
        assert.equal(caller.variables.req.url, '/peers');
      },
    },
    {
      kind: 'snapshot',
      at: source('src/models/realm.ts', 'this.clients.delete(id);'),
      args: ['--if', 'id === "ada"', '--frames', '3', '--depth', '1', '--watch', 'this.clients.size'],
      check({ frames: [own, caller], watches }) {
        assert.equal(own.name, 'removeClientById');
        assert.equal(own.variables.id, 'ada');
        assert.ok(watches['this.clients.size'] >= 1);
        assert.match(caller.file, /webSocketServer\/index\.ts$/);
        // Parameters of the function around the caller, `e` and `t` in the bundle.
        assert.deepEqual(Object.keys(caller.variables).toSorted(), ['client', 'socket']);
      },
    },
    {
      kind: 'snapshot',
      at: source('src/models/realm.ts', 'this.clients.delete(id);'),
      args: ['--watch', 'client.token'],
      refused: /`client` was removed by the build/,
    },
    {
      kind: 'log',
      at: source(sockets, 'message.src = client.getId();'),
      args: ['{message.type} to {message.dst}: {message.payload.n}'],
      check: (text) => assert.equal(text, 'OFFER to bo: 42'),
    },
    {
      kind: 'counter',
      at: source(sockets, 'if (!id || !token || !key) {'),
      args: ['--by', 'id'],
      check: (groups) => assert.deepEqual(Object.keys(groups).toSorted(), ['ada', 'bo']),
    },
    {
      kind: 'tictoc',
      at: source(sockets, 'const clientsCount = this.realm.getClientsIds().length;'),
      to: source(sockets, 'const newClient: IClient = new Client({ id, token });'),
    },
    {
      kind: 'duration',
      at: source('src/models/realm.ts', 'const generateId = generateClientId ? generateClientId : randomUUID;'),
    },
    {
      kind: 'metric',
      at: source('src/services/webSocketServer/index.ts', 'this.realm.setClient(newClient, id);'),
      args: ['this.realm.clients.size', '--by', 'id'],
      check({ ada, bo }) {
        assert.deepEqual([ada.min, ada.max], [0, 0]);
        assert.deepEqual([bo.min, bo.max], [1, 1]);
      },
    },
    // The bundler wrote what is before the `if` into its condition, so V8 has no place of this line.
    { kind: 'counter', at: limit, refused: /has no .* code/ },
  ],
};

/** Two peers meet, one sends the other an offer, both leave; the answer is what was received, and who was there. */
async function offer(url) {
  const open = async (id) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/peerjs?key=peerjs&id=${id}&token=of-${id}`);
    await once(socket, 'message');
    return socket;
  };
  const ada = await open('ada');
  const bo = await open('bo');
  ada.send('{"type":"OFFER","dst":"bo","payload":{"n":42}}');
  const [received] = await once(bo, 'message');
  const there = await (await fetch(`${url}/peerjs/peers`)).json();
  for (const socket of [ada, bo]) {
    socket.close();
    await once(socket, 'close');
  }
  return { status: 101, headers: {}, body: `${received} ${there.toSorted().join()}` };
}
