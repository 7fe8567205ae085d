import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@stillframe/protocol';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { appPath, nodeMajor, probeLine, type App } from './rig/app.ts';
import { captureRows } from './rig/captureRows.ts';
import { startRig, type Rig } from './rig/rig.ts';

// Every kind of code, and what a snapshot at each of its lines shows: language.txt has it, the same for all Nodes but where
// a line begins with those it is for, [20 22]. Written anew with STILLFRAME_WRITE=1, for the Node it runs on.

const table = join(import.meta.dirname, 'language.txt');
const work = mkdtempSync(join(tmpdir(), 'stillframe-language-'));
let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Markers of a program, and the text of the line each is on. */
const markersOf = (path: string): readonly (readonly [name: string, text: string])[] =>
  [...readFileSync(path, 'utf8').matchAll(/^(.*) \/\/ PROBE (\w+)$/gm)].map(([, text = '', name = '']) => [
    name,
    text.trim(),
  ]);

type Loaded = { readonly app: App; readonly run: () => Promise<unknown> };

/** Lines that run once, while their file loads: no probe can be in it before. */
const onlyAtLoad = new Set([
  'classDecorator',
  'topLevelAwait',
  'topLevel',
  'topLevelLoop',
  'staticMethod',
  'defaultExport',
]);

/** `load` starts a process with the program in it and gives what runs it. Tells what a snapshot at every marker brings. */
async function rowsOf(path: string, load: () => Promise<Loaded>): Promise<string[]> {
  const markers = markersOf(path).filter(([marker]) => !onlyAtLoad.has(marker));
  const place = async (name: string) => {
    const at = { file: path, line1: probeLine(path, name) };
    const limit = { captureMs: limits.captureMs.max };
    const id = await rig.client.place({ kind: 'snapshot', frames: 2, maxHits: 1, at, limits: limit });
    const status = await rig.client.until(`${name} settled`, () =>
      [rig.client.status(id)].find((one) => one?.state === 'armed' || one?.state === 'failed'),
    );
    return { id, line1: at.line1, status };
  };
  const rows = new Map<string, string[]>();
  // The time limit is of wall-clock time and the machine is shared: what was cut short by it is taken in a new process.
  for (let left = markers.map(([name]) => name); left.length > 0; left = left.filter((name) => !rows.has(name))) {
    const { app, run } = await load();
    const placed = new Map<string, Awaited<ReturnType<typeof place>>>();
    for (const name of left) placed.set(name, await place(name));
    await run();
    for (const [name, { id, line1, status }] of placed) {
      if (status.state === 'failed') {
        rows.set(name, [`refused  ${status.reason?.message.replace(/^\S+ is /, '')}`]);
        continue;
      }
      const capture = await rig.client.until(`capture of ${name}`, () =>
        rig.client.captures.find(({ probeId }) => probeId === id),
      );
      const bound = status.bound.map((one) => `bound    +${one.line1 - line1}:${one.column1}`);
      if (!capture.notes.some((note) => note.includes('time limit')))
        rows.set(name, [...bound, ...captureRows(capture)]);
    }
    await app.stop();
  }
  return markers.flatMap(([name, text]) => [`${name}: ${text}`, ...(rows.get(name) ?? []).map((row) => `  ${row}`)]);
}

/** The table's rows under a heading, those of this Node. */
function expectedRows(heading: string): readonly string[] {
  const section =
    readFileSync(table, 'utf8')
      .split(/^# /m)
      .find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return section
    .trimEnd()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, majors, row] = /^\[([\d ]+)\] ?(.*)$/.exec(line) ?? [];
      if (majors === undefined) return [line];
      return majors.split(' ').includes(String(nodeMajor)) ? [row ?? ''] : [];
    })
    .filter((line) => line !== '');
}

const check = (heading: string, rows: readonly string[]) => {
  if (process.env['STILLFRAME_WRITE'] === '1')
    writeFileSync(
      join(tmpdir(), `language-${nodeMajor}-${heading.replaceAll(/\W+/g, '-')}.txt`),
      `# ${heading}\n${rows.join('\n')}\n\n`,
    );
  else expect(rows).toEqual(expectedRows(heading));
};

test.each(['functions.cjs', 'scopes.cjs', 'blocks.cjs', 'generators.cjs', 'classes.cjs', 'modules.mjs', 'sloppy.cjs'])(
  '%s',
  async (program) => {
    const rows = await rowsOf(appPath(`language/${program}`), async () => {
      const app = await start();
      // Loads it: before that no line of it can be found.
      const { result } = await app.get(`/${program}`);
      return { app, run: async () => expect((await app.get(`/${program}`)).result).toBe(result) };
    });
    check(program, rows);
  },
);

function start(): Promise<App> {
  return rig.start('language/server.mjs', { env: { STILLFRAME_BUDGET: '0.25' } });
}

test('topLevel.mjs', async () => {
  const rows = await rowsOf(appPath('language/topLevel.mjs'), async () => {
    const app = await start();
    const running = app.get('/topLevel.mjs');
    const run = async () => {
      await app.get('/gate');
      await running;
    };
    return { app, run };
  });
  check('topLevel.mjs', rows);
});

const compilers: Readonly<Record<string, (source: string, folder: string) => void>> = {
  tsc: (source, folder) => {
    const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const options = ['--target', 'es2022', '--module', 'esnext', '--sourceMap', '--skipLibCheck', '--ignoreConfig'];
    execFileSync(process.execPath, [tsc, source, ...options, '--outDir', folder]);
  },
  esbuild: (source, folder) => {
    const outfile = join(folder, 'decorated.js');
    buildSync({ entryPoints: [source], outfile, target: 'es2022', format: 'esm', sourcemap: true, logLevel: 'silent' });
  },
};

test.each(Object.entries(compilers))('decorated.ts, by %s', async (name, compile) => {
  const folder = join(work, name);
  cpSync(appPath('language/server.mjs'), join(folder, 'server.mjs'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const source = join(folder, 'src/decorated.ts');
  cpSync(appPath('language/decorated.ts'), source);
  compile(source, folder);
  const rows = await rowsOf(source, async () => {
    const app = await rig.start(join(folder, 'server.mjs'), { env: { STILLFRAME_BUDGET: '0.25' } });
    await app.get('/decorated.js');
    return { app, run: () => app.get('/decorated.js') };
  });
  check(`decorated.ts, by ${name}`, rows);
});
