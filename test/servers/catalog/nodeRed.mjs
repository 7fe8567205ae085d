import assert from 'node:assert/strict';
import path from 'node:path';

const http = '@node-red/nodes/core/network/21-httpin.js';
const arrived = { file: http, text: 'var msgid = RED.util.generateId();' };
const method = { file: http, text: 'if (node.method.match(/^(post|delete|put|options|patch)$/)) {' };
const status = { file: http, text: 'var statusCode = node.statusCode || parseInt(msg.statusCode) || 200;' };
const object = { file: http, text: 'if (typeof msg.payload == "object" && !Buffer.isBuffer(msg.payload)) {' };
const json = { 'content-type': 'application/json' };

const flow = (id, node) => ({ id, z: 'tab', x: 100, y: 100, ...node });
const flows = [
  { id: 'tab', type: 'tab', label: 'Greetings' },
  flow('in1', { type: 'http in', url: '/greet/:name', method: 'get', wires: [['f1']] }),
  flow('in2', { type: 'http in', url: '/echo', method: 'post', wires: [['out1']] }),
  flow('f1', {
    type: 'function',
    name: 'greet',
    func: 'const name = msg.req.params.name;\nmsg.payload = { hello: name, letters: name.length };\nreturn msg;',
    outputs: 1,
    wires: [['out1']],
  }),
  flow('out1', { type: 'http response', headers: { 'x-flow': 'greetings' }, wires: [] }),
];

/** 280 packages as written, CommonJS; users' functions run in vm contexts, messages hop between nodes by setImmediate. */
export const nodeRed = {
  name: 'node-red',
  version: '5.0.7',
  code: 'as written, CommonJS, 280 packages',
  loads: 'import',
  signal: 'SIGINT',
  readyPath: '/greet/ada',
  command: ({ modulesDir, port }) => [
    path.join(modulesDir, 'node-red/red.js'),
    '--userDir',
    '.',
    '--port',
    String(port),
    'flows.json',
  ],
  files: {
    'flows.json': JSON.stringify(flows),
    'settings.js':
      "module.exports = { uiHost: '127.0.0.1', telemetry: { enabled: false }, logging: { console: { level: 'warn' } } };\n",
  },
  talks: [
    [{ path: '/greet/ada' }, { path: '/greet/bo' }, { path: '/nowhere' }],
    [
      { method: 'POST', path: '/echo', headers: json, body: '{"n":[1,2,3]}' },
      { method: 'POST', path: '/echo', headers: { 'content-type': 'text/plain' }, body: 'plain text' },
      { path: '/settings' },
    ],
  ],
  probes: [
    {
      kind: 'snapshot',
      at: method,
      args: ['--frames', '5', '--depth', '1', '--watch', 'req.url'],
      check({ frames: [own, caller], watches }) {
        assert.match(watches['req.url'], /^\/(greet\/(ada|bo)|echo)$/);
        assert.match(own.variables.msgid, /^[0-9a-f]+$/);
        assert.equal(path.basename(caller.file), 'layer.js');
        assert.equal(caller.variables.req.url, watches['req.url']);
      },
    },
    {
      kind: 'snapshot',
      at: status,
      args: ['--if', 'msg.payload.hello === "ada"', '--depth', '1', '--watch', 'msg.req.url', '--watch', 'msg.payload'],
      check({ frames: [own], watches }) {
        assert.deepEqual(watches, { 'msg.req.url': '/greet/ada', 'msg.payload': { hello: 'ada', letters: 3 } });
        assert.equal(own.variables.headers['x-flow'], 'greetings');
      },
    },
    {
      kind: 'log',
      at: status,
      args: ['{msg.req.url} to {msg.payload.hello}', '--if', 'msg.payload.hello'],
      check: (text) => assert.match(text, /^\/greet\/(\w+) to \1$/),
    },
    {
      kind: 'counter',
      at: arrived,
      args: ['--by', 'req.method'],
      check: (groups) => assert.deepEqual(Object.keys(groups).toSorted(), ['GET', 'POST']),
    },
    { kind: 'tictoc', at: arrived, to: status, args: ['--by', 'msg.req.method'] },
    { kind: 'duration', at: arrived },
    {
      kind: 'metric',
      at: object,
      args: ['statusCode'],
      check: ({ '': codes }) => assert.deepEqual([codes.min, codes.max], [200, 200]),
    },
  ],
};
