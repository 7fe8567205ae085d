import assert from 'node:assert/strict';
import path from 'node:path';

const plural = 'json-server/lib/server/router/plural.js';
const find = { file: plural, text: 'const resource = db.get(name).getById(req.params.id).value();' };
const found = { file: plural, text: 'res.locals.data = clone;' };
const page = { file: plural, text: 'const links = {};' };
const json = { 'content-type': 'application/json' };

/** CommonJS, compiled by Babel without maps; Express 4 and lodash chains. */
export const jsonServer = {
  name: 'json-server',
  version: '0.17.4',
  code: 'Babel, CommonJS, no maps',
  loads: 'require',
  signal: 'SIGTERM',
  readyPath: '/posts',
  command: ({ modulesDir, port }) => [
    path.join(modulesDir, 'json-server/lib/cli/bin.js'),
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    'db.json',
  ],
  files: {
    'db.json': JSON.stringify({
      posts: Array.from({ length: 25 }, (_, index) => ({ id: index + 1, title: `post ${index + 1}` })),
      comments: [{ id: 1, postId: 2, text: 'well said' }],
      notes: [],
    }),
  },
  talks: [
    [{ path: '/posts/2?_embed=comments' }, { path: '/posts/7' }, { path: '/posts/99' }],
    [{ path: '/posts?_page=2&_limit=10' }, { path: '/posts?_page=1&_limit=10' }, { path: '/posts?q=post+3' }],
    [
      { method: 'POST', path: '/notes', headers: json, body: '{"id":5,"text":"on the table"}' },
      { method: 'PATCH', path: '/notes/5', headers: json, body: '{"text":"under the table"}' },
      { method: 'DELETE', path: '/notes/5' },
      { path: '/notes' },
      { method: 'POST', path: '/notes', headers: json, body: '{broken' },
    ],
  ],
  probes: [
    {
      kind: 'snapshot',
      at: { file: plural, text: 'const clone = _.cloneDeep(resource);' },
      args: ['--frames', '5', '--depth', '1', '--watch', 'req.url'],
      check({ frames: [own, caller], watches }) {
        assert.equal(own.name, 'show');
        assert.equal(own.variables.resource.title, `post ${own.variables.resource.id}`);
        assert.match(watches['req.url'], new RegExp(`^/${own.variables.resource.id}\\b`));
        assert.equal(path.basename(caller.file), 'layer.js');
        assert.equal(caller.variables.req.url, watches['req.url']);
      },
    },
    {
      kind: 'snapshot',
      at: page,
      args: ['--if', '_page === 2 && name === "posts"', '--watch', 'page.items.length'],
      check({ frames: [own], watches }) {
        assert.equal(own.name, 'list');
        assert.deepEqual(own.variables.page.items[0], { id: 11, title: 'post 11' });
        assert.equal(watches['page.items.length'], 10);
      },
    },
    {
      kind: 'log',
      at: { file: plural, text: 'res.location(`${getFullURL(req)}/${resource.id}`);' },
      args: ['{req.method} {name}: {resource.text}'],
      check: (text) => assert.equal(text, 'POST notes: on the table'),
    },
    {
      kind: 'counter',
      at: find,
      args: ['--by', 'req.params.id'],
      check: (groups) => assert.deepEqual(Object.keys(groups).toSorted(), ['2', '7', '99']),
    },
    { kind: 'tictoc', at: find, to: found },
    { kind: 'duration', at: find },
    {
      kind: 'metric',
      at: page,
      args: ['page.items.length'],
      check: ({ '': items }) => assert.deepEqual([items.min, items.max], [10, 10]),
    },
  ],
};
