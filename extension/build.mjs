// Bundles the extension into dist/extension: what the .vsix carries beside the manifest and extension/media.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const outDir = path.join(root, 'dist/extension');

/** @type {import('esbuild').BuildOptions} */
const node = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // ws uses these native helpers where they are installed; there are none in the .vsix.
  external: ['vscode', 'bufferutil', 'utf-8-validate'],
  // Its other build requires its own files by a name that a bundler does not see.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};

/**
 * The language client is half of the extension's code. V8 compiles a file before it runs any of it, so that a file of its own
 * is what makes `import()` of it late. By `require`, which VS Code answers with its API.
 * @type {import('esbuild').Plugin}
 */
const languageClientApart = {
  name: 'language client apart',
  setup(builder) {
    builder.onResolve({ filter: /\/client\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './languageClient.cjs', external: true } : undefined,
    );
  },
};

/** @type {import('esbuild').BuildOptions} */
const browser = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'dataurl' },
  assetNames: '[name]',
};

const processes = {
  extension: 'extension/src/extension.ts',
  languageClient: 'extension/src/language/client.ts',
  languageServer: 'extension/src/language/server/main.ts',
  adapter: 'extension/src/adapter/main.ts',
  captureFileWorker: 'extension/src/captureFiles/worker.ts',
};
const webviews = {
  captures: 'webview/src/captures/main.tsx',
  metrics: 'webview/src/metrics/main.tsx',
};

/** Builds everything of the extension; the hub must have been built before, its bundle is carried along. */
export async function buildExtension() {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await build({
    ...node,
    supported: { 'dynamic-import': false },
    plugins: [languageClientApart],
    absWorkingDir: root,
    entryPoints: processes,
    outdir: outDir,
    outExtension: { '.js': '.cjs' },
  });
  await build({ ...browser, absWorkingDir: root, entryPoints: webviews, outdir: path.join(outDir, 'webview') });
  await copyHub();
  await copyAgent();
}

/** What the example runs with: the agent as `-r` loads it. */
async function copyAgent() {
  const to = path.join(outDir, 'agent');
  await mkdir(to, { recursive: true });
  await cp(path.join(root, 'agent/dist/register.cjs'), path.join(to, 'register.cjs'));
}

/** The command line, which is also the hub, with the WebAssembly files that lie beside it. */
async function copyHub() {
  const from = path.join(root, 'hub/dist');
  await cp(path.join(from, 'cli.cjs'), path.join(outDir, 'hub.cjs'));
  for (const name of await readdir(from)) {
    if (name.endsWith('.wasm')) await cp(path.join(from, name), path.join(outDir, name));
  }
}
