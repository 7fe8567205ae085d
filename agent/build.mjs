import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

/**
 * Builds `agent/dist`: the app's-thread code, as CommonJS and as ES modules, with the link thread's program in it as a
 * text. No runtime dependency and no file to be found beside it is left, so any bundler may put it into one file.
 */
export async function buildAgent() {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    legalComments: 'eof',
    logLevel: 'warning',
  };
  const define = { STILLFRAME_VERSION: JSON.stringify(version) };
  const link = await build({
    ...common,
    entryPoints: [join(here, 'src/link/main.ts')],
    write: false,
    // Its names must not meet the globals of the thread.
    format: 'iife',
    // Each thread of the app's own holds this text too.
    minify: true,
    // ws tries these optional native helpers.
    external: ['bufferutil', 'utf-8-validate'],
    define,
    plugins: [embedMappingsWasm],
  });
  define.STILLFRAME_LINK = JSON.stringify(link.outputFiles[0].text.replace(/[^\0-\x7f]/g, escaped));
  for (const [format, extension] of [
    ['cjs', '.cjs'],
    ['esm', '.mjs'],
  ]) {
    await build({
      ...common,
      entryPoints: { index: join(here, 'src/index.ts'), register: join(here, 'src/register.ts') },
      outdir: dist,
      outExtension: { '.js': extension },
      format,
      define,
    });
  }
  await writeFile(join(dist, 'register.d.ts'), 'export {};\n');
  await writeFile(join(dist, 'index.d.ts'), await typesOfEntry());
}

/** A text with one such character takes twice the memory. They stand in strings and regular expressions only. */
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** source-map reads its WebAssembly from a file beside itself; here it is part of the text. */
const embedMappingsWasm = {
  name: 'embed mappings.wasm',
  setup({ onLoad }) {
    onLoad({ filter: /source-map[\\/]lib[\\/]read-wasm\.js$/ }, async ({ path }) => {
      const wasm = await readFile(join(dirname(path), 'mappings.wasm'), 'base64');
      return { contents: `module.exports = () => Promise.resolve(Buffer.from('${wasm}', 'base64'));` };
    });
  },
};

/** The public types, without anything that only this repository has. */
async function typesOfEntry() {
  const config = await readFile(join(here, 'src/config.ts'), 'utf8');
  const start = await readFile(join(here, 'src/start.ts'), 'utf8');
  const options = /\/\*\*[^/]*\*\/\nexport type StartOptions = \{[\s\S]*?\n\};/.exec(config)?.[0];
  const agent = /\/\*\*[^/]*\*\/\nexport type Agent = \{[\s\S]*?\n\};/.exec(start)?.[0];
  const doc = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\nexport function start\(/
    .exec(start)?.[0]
    .replace(/\nexport function start\($/, '');
  if (!options || !agent || !doc) throw new Error('agent/build.mjs: the public types moved.');
  return `${options}\n\n${agent}\n\n${doc}\nexport declare function start(options?: StartOptions): Agent;\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAgent();
