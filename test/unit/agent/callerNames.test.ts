import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCallerNames } from '../../../agent/src/link/callerNames.ts';
import { analyzeCode } from '../../../agent/src/link/codeAnalysis.ts';
import { loadSourceMap, type SourceMap } from '../../../agent/src/link/sourceMap.ts';
import type { Scripts } from '../../../agent/src/link/scripts.ts';

// A minified function, and a place in it.
const root = mkdtempSync(join(tmpdir(), 'stillframe-names-'));
const source = join(root, 'source.js');
const script = { scriptId: '7', url: 'file:///built.js', sourceMapUrl: 'built.js.map', hash: '' };
let code = '';
let map: SourceMap | undefined;
async function build(contents: string, minify: boolean): Promise<void> {
  const outfile = join(root, 'built.js');
  const stdin = { contents, sourcefile: source };
  const { outputFiles } = buildSync({ stdin, outfile, minify, format: 'esm', sourcemap: true, write: false });
  code = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
  const json = outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '';
  map = await loadSourceMap(outfile, `data:application/json,${encodeURIComponent(json)}`);
}
const pay = 'export function pay(customer, amount) {\n  return send(customer, amount);\n}\n';
beforeAll(() => build(pay, true));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Names by scripts that answer as `analysisOf` does. */
function namesWith(analysisOf: Scripts['analysisOf']) {
  const scripts = { byUrl: () => script, mapOf: () => Promise.resolve(map), analysisOf } as unknown as Scripts;
  return createCallerNames(scripts);
}
const frame = () => ({
  name: '',
  file: source,
  line1: 2,
  column1: 1,
  origin: 'app' as const,
  generated: { url: script.url, line1: 1, column1: code.indexOf('return') + 1 },
});
/** What the build calls the function's first parameter. */
const parameter = () => /\((\w)/.exec(code)?.[1] ?? '';

test('variables of a caller by the names of the source, found out once for each place', async () => {
  let analysed = 0;
  const names = namesWith(() => {
    analysed++;
    return Promise.resolve(analyzeCode(code));
  });
  for (let capture = 0; capture < 3; capture++) {
    const found = await names.of(frame());
    expect([found.of(parameter())?.original, found.of('added'), found.note]).toEqual([
      'customer',
      undefined,
      undefined,
    ]);
  }
  expect(analysed).toBe(1);
});

test('code that cannot be analysed: the names of the running code, and why', async () => {
  const found = await namesWith(() => Promise.reject(new Error('gone'))).of(frame());
  expect(found.of(parameter())?.original).toBe(parameter());
  expect(found.note).toBe('Variables have the names of the running code: /built.js could not be analysed.');
});

test('what is kept is bounded', async () => {
  await build(Array.from({ length: 10_500 }, (_, index) => `let v${index};`).join('\n') + pay, false);
  let analysed = 0;
  const names = namesWith(() => {
    analysed++;
    return Promise.resolve(analyzeCode(code));
  });
  // Each of these places sees all the names.
  const at = (column1: number) => ({ ...frame(), generated: { url: script.url, line1: 1, column1 } });
  for (const column1 of [1, 2, 1]) await names.of(at(column1));
  expect(analysed).toBe(3);
});
