import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { SourceMapGenerator } from 'source-map';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Capture } from '@stillframe/protocol';
import { appPath, probeLine } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

// One minified bundle, its map in every form that the format allows.

const root = mkdtempSync(join(tmpdir(), 'stillframe-maps-'));
let rig: Rig;
beforeAll(() => cpSync(appPath('minified'), join(root, 'src'), { recursive: true }));
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

type MapJson = { readonly sources: readonly string[]; readonly [key: string]: unknown };

/** A bundle with what `rewrite` makes of its map, a file's content or a URL, and `banner` before its code. */
function bundle(name: string, rewrite: (map: MapJson) => string, banner = ''): string {
  const folder = join(root, name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder);
  const path = join(folder, 'bundle.mjs');
  const entryPoints = [join(root, 'src/main.ts')];
  const common = { bundle: true, minify: true, platform: 'node', format: 'esm', logLevel: 'silent' } as const;
  buildSync({ entryPoints, outfile: path, sourcemap: true, ...common });
  writeFileSync(path, banner + readFileSync(path, 'utf8'));
  const map = rewrite(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as MapJson);
  if (map.startsWith('data:')) {
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('bundle.mjs.map', () => map),
    );
    rmSync(`${path}.map`);
  } else writeFileSync(`${path}.map`, map);
  return path;
}

const base64 = (map: MapJson) => Buffer.from(JSON.stringify(map)).toString('base64');
const forms: Readonly<Record<string, Parameters<typeof bundle>>> = {
  'beside the bundle': ['beside', (map) => JSON.stringify(map)],
  'inline, as base64': ['base64', (map) => `data:application/json;charset=utf-8;base64,${base64(map)}`],
  'inline, as text': ['text', (map) => `data:application/json,${encodeURIComponent(JSON.stringify(map))}`],
  'of sections': [
    'sections',
    (map) => JSON.stringify({ version: 3, sections: [{ offset: { line: 2, column: 0 }, map }] }),
    '// first\n// second\n',
  ],
  'with a sourceRoot': [
    'root',
    (map) =>
      JSON.stringify({
        ...map,
        sourceRoot: '../src/',
        sources: map.sources.map((source) => source.replace(/^.*\//, '')),
      }),
  ],
  'without the sources, which are on disk': ['disk', ({ sourcesContent: _, ...map }) => JSON.stringify(map)],
  'with the prefix against inclusion as a script': ['prefix', (map) => `)]}'\n${JSON.stringify(map)}`],
};

const at = (file: string, name: string) => ({
  file: join(root, 'src', file),
  line1: probeLine(appPath(`minified/${file}`), name),
});
const variables = ({ frames: [frame] }: Capture) =>
  Object.fromEntries((frame?.scopes ?? []).flatMap((scope) => scope.variables.map(({ k, v }) => [k, v])));

test.each(Object.entries(forms))('a map %s', async (_name, form) => {
  const app = await rig.start(bundle(...form));
  const place = at('main.ts', 'quoted');
  const id = await rig.client.placeAnd('armed', { kind: 'snapshot', at: place, frames: 1, condition: 'quantity > 2' });
  expect(rig.client.status(id)?.bound).toMatchObject([place]);
  await app.get('/?qty=4');
  const capture = await rig.client.until('capture', () => rig.client.captures[0]);
  expect(capture.frames[0]).toMatchObject(place);
  expect(variables(capture)).toMatchObject({ quantity: { v: 4 }, price: { v: 24 } });
});

test('two bundles that hold the same source: the probe is in both', async () => {
  const paths = ['one', 'two'].map((name) => bundle(name, (map) => JSON.stringify(map)));
  const entry = join(root, 'both.mjs');
  writeFileSync(entry, paths.map((path) => `import ${JSON.stringify(path)};\n`).join(''));
  const app = await rig.start(entry);
  const ports = await rig.client.until('both ports', () => {
    const found = [...app.output().matchAll(/^listening (\d+)$/gm)].map(([, port]) => Number(port));
    return found.length === 2 && found;
  });
  const place = at('rates.ts', 'recorded');
  const id = await rig.client.placeAnd('armed', {
    kind: 'snapshot',
    at: place,
    frames: 1,
    maxHits: 2,
    ratePerSecond: 50,
  });
  expect(rig.client.status(id)?.bound.map(({ generated }) => generated?.url)).toEqual(
    paths.map((path) => expect.stringContaining(path)),
  );
  for (const port of ports) await fetch(`http://127.0.0.1:${port}/?qty=2`);
  const captures = await rig.client.until(
    'captures of both',
    () => rig.client.captures.length === 2 && rig.client.captures,
  );
  expect(captures.map(variables)).toMatchObject([{ rounded: { v: 12 } }, { rounded: { v: 12 } }]);
  const scripts = captures.map(({ frames }) => frames[0]?.generated?.url);
  expect(new Set(scripts).size).toBe(2);
});

test('a line that the build put into several functions: the probe is in each', async () => {
  const source = join(root, 'src/double.js');
  writeFileSync(source, 'export function double(value) {\n  return value * 2;\n}\n');
  const code = [
    "import http from 'node:http';",
    'function first(a) { return a * 2; }',
    'function second(b) { return b * 2; }',
    'const server = http.createServer(({ url }, response) => {',
    "  response.end(JSON.stringify({ is: url === '/first' ? first(1) : second(2) }));",
    '});',
    "server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));",
    '//# sourceMappingURL=doubled.mjs.map',
  ];
  const generator = new SourceMapGenerator();
  for (const line of [2, 3]) {
    const text = code[line - 1] ?? '';
    for (const [at, column] of [
      [text.indexOf('return'), 2],
      [text.indexOf('return') + 7, 9],
    ] as const) {
      generator.addMapping({ source, generated: { line, column: at }, original: { line: 2, column } });
    }
    generator.addMapping({
      source,
      generated: { line, column: text.indexOf('(') + 1 },
      original: { line: 1, column: 23 },
    });
  }
  const path = join(root, 'doubled.mjs');
  writeFileSync(path, code.join('\n'));
  writeFileSync(`${path}.map`, generator.toString());
  const app = await rig.start(path);
  const place = { file: source, line1: 2 };
  const spec = {
    kind: 'snapshot',
    at: place,
    frames: 1,
    maxHits: 2,
    ratePerSecond: 50,
    condition: 'value > 0',
  } as const;
  const id = await rig.client.placeAnd('armed', spec);
  expect(rig.client.status(id)?.bound.map(({ generated }) => generated?.line1)).toEqual([2, 3]);
  for (const url of ['/first', '/second']) await app.get(url);
  const captures = await rig.client.until('both', () => rig.client.captures.length === 2 && rig.client.captures);
  expect(captures.map(variables)).toMatchObject([{ value: { v: 1 } }, { value: { v: 2 } }]);
});
