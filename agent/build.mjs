import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');

/** Builds `agent/dist`: the app's-thread code, the link thread, and what they load. No runtime dependency is left. */
export async function buildAgent() {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  await build({
    entryPoints: {
      index: join(here, 'src/index.ts'),
      register: join(here, 'src/register.ts'),
      link: join(here, 'src/link/main.ts'),
    },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // ws tries these optional native helpers.
    external: ['bufferutil', 'utf-8-validate'],
    define: { STILLFRAME_VERSION: JSON.stringify(version) },
    legalComments: 'eof',
    logLevel: 'warning',
  });
  // source-map loads this from beside itself, in the thread that uses it.
  const require = createRequire(join(here, 'package.json'));
  await copyFile(require.resolve('source-map/lib/mappings.wasm'), join(dist, 'mappings.wasm'));
  await writeFile(join(dist, 'register.mjs'), "import './register.cjs';\n");
  await writeFile(join(dist, 'index.mjs'), "import agent from './index.cjs';\nexport const { start } = agent;\n");
  await writeFile(join(dist, 'index.d.ts'), await typesOfEntry());
}

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
