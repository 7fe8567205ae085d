import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { probeLine, type App } from './rig/app.ts';
import { startRig, type Rig } from './rig/rig.ts';

// What only code on one line has: places of V8 that fall together, and everything near everything.

const source = `import http from 'node:http';

const asked: number[] = [];
const note = (text: string) => text.length;

function sized(count: number, limit: { readonly max: number }) {
  const before = asked.push(count);
  if ( // PROBE checked
    before >= limit.max // PROBE limited
  )
    return void note('too many');
  const size = note('x'.repeat(count)); // PROBE after the return
  return { size, again: size + count }; // PROBE last
}

const server = http.createServer((request, response) => {
  response.end(JSON.stringify(sized(Number(request.headers['x-count'] ?? 3), { max: 1_000_000 })));
});
server.listen(0, () => console.log('listening', (server.address() as { port: number }).port));
`;

const root = mkdtempSync(join(tmpdir(), 'stillframe-line-'));
const file = join(root, 'sized.ts');
let rig: Rig;
let app: App;
beforeAll(async () => {
  rig = await startRig();
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(file, source);
  const { code } = transformSync(source, { loader: 'ts', minify: true, sourcemap: 'inline', sourcefile: file });
  writeFileSync(join(root, 'sized.mjs'), code);
  app = await rig.start(join(root, 'sized.mjs'), { env: { STILLFRAME_BUDGET: '0.25' } });
});
afterAll(async () => {
  await rig.stop();
  rmSync(root, { recursive: true, force: true });
});

const at = (name: string) => ({ file, line1: probeLine(file, name) });
const hitsOf = (id: string) => rig.client.status(id)?.counts.hits ?? 0;

test('a statement that follows a return at once is hit', async () => {
  const id = await rig.client.placeAnd('armed', { kind: 'counter', at: at('after the return') });
  await app.get('/');
  await rig.client.until('hit', () => hitsOf(id) === 1);
});

test('a function that ends in a return without a semicolon is measured', async () => {
  const id = await rig.client.placeAnd('armed', { kind: 'duration', at: at('last') });
  await app.get('/');
  await rig.client.until('a time', () => rig.client.status(id)?.series[0]?.count === 1);
});

test('a line of a function without a place is not said to have run when the file was loaded', async () => {
  const id = await rig.client.place({ kind: 'counter', at: at('limited') });
  const reason = await rig.client.until('answer', () => rig.client.status(id)?.reason);
  expect(reason).toMatchObject({ code: 'LINE_HAS_NO_CODE', message: expect.stringContaining('has no') });
  expect(reason.message).not.toContain('was loaded');
});
