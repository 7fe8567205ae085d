import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Capture } from '@stillframe/protocol';
import { probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

// A service of whose calls one goes through a dependency to the app again, and one stays in the dependency.

const files = {
  'node_modules/router/index.cjs': `
const inner = (path, handler) => {
  const taken = path.length;
  return handler(taken); // PROBE in the dependency
};
exports.route = (path, handler) => {
  const routed = '/' + path;
  return inner(routed, handler);
};
`,
  'main.cjs': `
const http = require('node:http');
const { route } = require('router');
const handle = (taken) => {
  return String(taken); // PROBE in the app
};
const server = http.createServer((request, response) => {
  const asked = request.url.slice(1);
  response.end(JSON.stringify(route(asked, handle)));
});
server.listen(0, () => console.log('listening', server.address().port));
`,
  'node_modules/router/package.json': '{ "name": "router", "main": "index.cjs" }',
  'package.json': '{}',
};

const root = mkdtempSync(join(tmpdir(), 'stillframe-dependencies-'));
let rig: Rig;
let app: App;
beforeAll(async () => {
  rig = await startRig();
  mkdirSync(join(root, 'node_modules/router'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  app = await rig.start(join(root, 'main.cjs'), { env: { STILLFRAME_BUDGET: '0.25' } });
});
afterAll(async () => {
  await rig.stop();
  rmSync(root, { recursive: true, force: true });
});

/** The names of the variables of each frame that has some. */
async function variablesAt(name: string, of: keyof typeof files): Promise<Record<string, readonly string[]>> {
  const file = join(root, of);
  const id = await rig.client.placeAnd('armed', {
    kind: 'snapshot',
    at: { file, line1: probeLine(file, name) },
    maxHits: 1,
    limits: { captureMs: 50, depth: 1 },
  });
  await app.get('/soup');
  const capture: Capture = await rig.client.until('capture', () =>
    rig.client.captures.find(({ probeId }) => probeId === id),
  );
  const locals = capture.frames.map(({ name: frame, scopes }) => [
    frame.split('.').at(-1),
    (scopes ?? []).filter(({ kind }) => kind === 'local').flatMap(({ variables }) => variables.map(({ k }) => k)),
  ]);
  return Object.fromEntries(locals.filter(([, names = []]) => names.length > 0)) as Record<string, readonly string[]>;
}

test('callers in dependencies are read for a probe in a dependency', async () => {
  const seen = await variablesAt('in the dependency', 'node_modules/router/index.cjs');
  expect(seen['inner']).toContain('taken');
  expect(seen['route']).toContain('routed');
});

test('for a probe in the app they are not: the frames that are read are those of the app', async () => {
  const seen = await variablesAt('in the app', 'main.cjs');
  expect(seen['handle']).toContain('taken');
  expect(seen).not.toHaveProperty('route');
  expect(Object.values(seen).flat()).toContain('asked');
});
