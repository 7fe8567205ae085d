import { copyFileSync, chmodSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Bundles the hub and its command line into `outDir` (default hub/dist): cli.cjs (executable), index.cjs, and the
 * store's .wasm, which is loaded from beside the bundle.
 */
export async function buildHub({ outDir = join(here, 'dist'), minify = false } = {}) {
  mkdirSync(outDir, { recursive: true });
  const common = {
    absWorkingDir: here,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: false,
    minify,
    legalComments: 'none',
    logLevel: 'warning',
    // Optional speed-ups of ws, absent by design: no native builds.
    external: ['bufferutil', 'utf-8-validate'],
  };
  await Promise.all([
    build({
      ...common,
      entryPoints: ['src/cli.ts'],
      outfile: join(outDir, 'cli.cjs'),
      banner: { js: '#!/usr/bin/env node' },
    }),
    build({ ...common, entryPoints: ['src/index.ts'], outfile: join(outDir, 'index.cjs') }),
  ]);
  chmodSync(join(outDir, 'cli.cjs'), 0o755);
  const library = createRequire(import.meta.url).resolve('node-sqlite3-wasm');
  copyFileSync(join(dirname(library), 'node-sqlite3-wasm.wasm'), join(outDir, 'node-sqlite3-wasm.wasm'));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await buildHub();
