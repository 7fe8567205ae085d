import assert from 'node:assert/strict';
import path from 'node:path';

const core = 'http-server/lib/core/index.js';
const start = { file: core, text: 'const parsed = url.parse(req.url);' };
const length = { file: core, text: "res.setHeader('content-length', stat.size);" };

/** CommonJS as it was written: one function of 400 lines, its work in callbacks of fs. */
export const httpServer = {
  name: 'http-server',
  version: '14.1.1',
  code: 'as written, CommonJS',
  loads: 'import',
  signal: 'SIGTERM',
  readyPath: '/',
  command: ({ modulesDir, port }) => [
    path.join(modulesDir, 'http-server/bin/http-server'),
    'site',
    '-a',
    '127.0.0.1',
    '-p',
    String(port),
    '-c',
    '60',
    '--gzip',
    '--cors',
  ],
  files: {
    'site/index.html': '<!doctype html><title>Ada</title><link rel="stylesheet" href="/main.css">',
    'site/main.css': 'body { color: teal; }\n'.repeat(200),
    'site/deep/data.bin': Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251)),
  },
  talks: [
    [{ path: '/' }, { path: '/main.css' }, { path: '/deep/' }, { path: '/missing' }],
    [
      { path: '/deep/data.bin', headers: { range: 'bytes=10-99' } },
      { path: '/deep/data.bin' },
      { method: 'HEAD', path: '/main.css' },
      { path: '/main.css', headers: { 'if-modified-since': 'Fri, 02 Jan 2026 03:04:05 GMT' } },
    ],
  ],
  probes: [
    {
      kind: 'snapshot',
      at: { file: core, text: 'const etag = generateEtag(stat, weakEtags);' },
      args: ['--frames', '5', '--depth', '1', '--watch', 'req.url', '--watch', 'file'],
      check({ frames: [own, caller], watches }) {
        assert.equal(own.name, 'serve');
        assert.equal(own.variables.lastModified, 'Fri, 02 Jan 2026 03:04:05 GMT');
        // For a folder it calls itself with the path of its index, escaped.
        assert.equal(
          watches.file.split('/site')[1],
          path.posix.normalize(decodeURIComponent(watches['req.url'])).replace(/\/$/, '/index.html'),
        );
        assert.equal(path.basename(caller.file), 'index.js');
        assert.equal(caller.variables.stat.size, own.variables.stat.size);
      },
    },
    {
      kind: 'snapshot',
      at: { file: core, text: 'gzippedFile = `${file}.gz`;' },
      args: ['--if', 'pathname.endsWith(".css")', '--watch', 'req.method'],
      check({ frames: [own], watches }) {
        assert.equal(own.name, 'middleware');
        assert.equal(own.variables.pathname, '/main.css');
        assert.match(watches['req.method'], /^(GET|HEAD)$/);
      },
    },
    {
      kind: 'log',
      at: length,
      args: ['{req.url}: {stat.size} as {contentType}', '--if', 'req.url === "/main.css"'],
      check: (text) => assert.equal(text, '/main.css: 4400 as text/css; charset=UTF-8'),
    },
    {
      kind: 'counter',
      at: start,
      args: ['--by', 'req.method'],
      // For what is missing it calls itself with a request of its own that has no method.
      check: (groups) => assert.deepEqual(Object.keys(groups).toSorted(), ['GET', 'HEAD', 'undefined']),
    },
    { kind: 'tictoc', at: start, to: length },
    { kind: 'duration', at: start },
    {
      kind: 'metric',
      at: length,
      args: ['stat.size', '--by', 'contentType'],
      check: (groups) => assert.equal(groups['application/octet-stream'].max, 5_000),
    },
  ],
};
