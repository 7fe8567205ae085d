import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appPath, nodeBinary } from './rig/app.ts';

// Every place of every program that V8 can stop at, each with every name that is called readable there.

const folder = mkdtempSync(join(tmpdir(), 'stillframe-places-'));
const child = join(folder, 'everyPlace.mjs');

beforeAll(() => {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'rig/everyPlace.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = [
  'functions.cjs',
  'blocks.cjs',
  'classes.cjs',
  'generators.cjs',
  'sloppy.cjs',
  'captured.cjs',
  'callers.cjs',
  'modules.mjs',
];
const modes = ['plain', 'guarded', 'pause'];

test.each(programs.flatMap((program) => modes.map((mode) => [program, mode] as const)))(
  '%s, %s: the process lives, does what it did, and no name has the value of another',
  async (program, mode) => {
    const { stdout } = await promisify(execFile)(nodeBinary, [child, appPath(`language/${program}`), mode]);
    const seen = JSON.parse(stdout) as { readonly hit: number };
    expect(seen).toMatchObject({ isSame: true, odd: [] });
    expect(seen.hit).toBeGreaterThan(10);
  },
);
