import assert from 'node:assert/strict';
import path from 'node:path';

const source = (name, text) => ({
  map: `verdaccio/build/${name}.mjs.map`,
  file: `src/${name}.ts`,
  text,
});
const storage = (text) => source('lib/storage', text);
const endpoint = (text) => source('api/endpoint/api/package', text);
const asked = storage("debug('get package for %o', options.name);");
const merged = storage('normalizeDistTags(cleanUpLinksRef(options.keepUpLinkData, result));');

const manifest = (name, versions) => ({
  name,
  versions: Object.fromEntries(
    versions.map((version) => [
      version,
      { name, version, dist: { tarball: `http://localhost/${name}/-/${name}-${version}.tgz`, shasum: '0'.repeat(40) } },
    ]),
  ),
  'dist-tags': { latest: versions.at(-1) },
  time: { modified: '2026-01-02T03:04:05.000Z', created: '2026-01-02T03:04:05.000Z' },
  _distfiles: {},
  _attachments: Object.fromEntries(versions.map((version) => [`${name}-${version}.tgz`, { shasum: '0'.repeat(40) }])),
  _uplinks: {},
  _rev: '1-0',
  readme: `About ${name}`,
});

/** TypeScript compiled file by file into ES modules with maps that carry the sources; a second CommonJS build beside them. */
export const verdaccio = {
  name: 'verdaccio',
  version: '6.10.4',
  overrides: { 'node-fetch': '2.7.0' },
  code: 'TypeScript, a file each by Rolldown, ES modules, maps with sources',
  loads: 'import',
  signal: 'SIGINT',
  readyPath: '/-/ping',
  command: ({ modulesDir, port }) => [
    path.join(modulesDir, 'verdaccio/bin/verdaccio'),
    '--config',
    'config.yaml',
    '--listen',
    `127.0.0.1:${port}`,
  ],
  files: {
    'config.yaml': `storage: ./storage
web: { enable: false }
auth: { htpasswd: { file: ./htpasswd } }
packages: { '**': { access: $all, publish: $all } }
userRateLimit: { max: 100000 }
log: { type: stdout, format: pretty, level: warn }
`,
    'storage/greeting/package.json': JSON.stringify(manifest('greeting', ['1.0.0', '1.1.0'])),
    'storage/greeting/greeting-1.0.0.tgz': Buffer.alloc(3_000, 'tarball'),
    'storage/parting/package.json': JSON.stringify(manifest('parting', ['0.1.0'])),
  },
  talks: [
    [{ path: '/greeting' }, { path: '/greeting/1.0.0' }, { path: '/greeting/latest' }, { path: '/greeting/3.0.0' }],
    [
      { path: '/parting', headers: { accept: 'application/vnd.npm.install-v1+json' } },
      { path: '/greeting/-/greeting-1.0.0.tgz' },
      { path: '/nobody' },
      { path: '/-/ping' },
    ],
  ],
  probes: [
    {
      kind: 'snapshot',
      at: merged,
      args: ['--frames', '5', '--depth', '1', '--watch', 'options.name'],
      check({ frames: [own, caller], watches }) {
        assert.equal(own.name, 'getPackageSynUpLinksCallback');
        assert.equal(own.variables.result.name, watches['options.name']);
        assert.match(own.file, /src\/lib\/storage\.ts$/);
        assert.match(caller.file, /src\/lib\/storage\.ts$/);
      },
    },
    {
      kind: 'snapshot',
      at: endpoint('let queryVersion = req.params.version;'),
      args: ['--if', 'req.params.version === "1.0.0"', '--depth', '1', '--watch', 'req.url', '--watch', 'abbreviated'],
      check({ frames: [own], watches }) {
        assert.equal(own.name, 'getPackageMetaCallback');
        assert.equal(own.variables.metadata.name, 'greeting');
        assert.deepEqual(watches, { 'req.url': '/greeting/1.0.0', abbreviated: false });
      },
    },
    {
      kind: 'log',
      at: asked,
      args: ['{options.name} by {options.req.method} {options.req.url}', '--if', 'options.name === "nobody"'],
      check: (text) => assert.equal(text, 'nobody by GET /nobody'),
    },
    {
      kind: 'counter',
      at: asked,
      args: ['--by', 'options.name'],
      check: (groups) => assert.deepEqual(Object.keys(groups).toSorted(), ['greeting', 'nobody', 'parting']),
    },
    { kind: 'tictoc', at: asked, to: merged },
    { kind: 'duration', at: endpoint('const stream = storage.getTarball(packageName, filename);') },
    {
      kind: 'metric',
      at: endpoint('let queryVersion = req.params.version;'),
      args: ['metadata.readme.length', '--by', 'metadata.name'],
      check: (groups) => assert.equal(groups.greeting.max, 'About greeting'.length),
    },
  ],
};
