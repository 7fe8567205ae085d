import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync as babel } from '@babel/core';
import { rollup } from '@rollup/wasm-node';
import { transformSync as swc } from '@swc/wasm';
import { buildSync, transformSync } from 'esbuild';
import { minify } from 'terser';
import { build as vite } from 'vite';
import webpack from 'webpack';

/** Builds `src/main.ts` and `src/rates.ts` of a folder into its `dist`, and gives the program to run. */
export type Build = (folder: string) => Promise<string>;

const files = ['main', 'rates'];
const source = (folder: string, name: string) => join(folder, 'src', `${name}.ts`);
const built = (folder: string, name: string) => join(folder, 'dist', `${name}.js`);

/** Each file on its own; `compile` gives code and a map as JSON. */
function eachFile(compile: (text: string, path: string) => { code: string; map: string }): Build {
  return async (folder) => {
    mkdirSync(join(folder, 'dist'), { recursive: true });
    for (const name of files) {
      const path = source(folder, name);
      const { code, map } = compile(readFileSync(path, 'utf8'), path);
      const plain = code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
      writeFileSync(built(folder, name), `${plain}\n//# sourceMappingURL=${name}.js.map\n`);
      writeFileSync(`${built(folder, name)}.map`, map);
    }
    return built(folder, 'main');
  };
}

function bundle(folder: string, isMinified: boolean): string {
  const outfile = join(folder, 'dist', 'bundle.mjs');
  buildSync({
    entryPoints: [source(folder, 'main')],
    outfile,
    bundle: true,
    minify: isMinified,
    platform: 'node',
    format: 'esm',
    sourcemap: true,
    logLevel: 'silent',
  });
  return outfile;
}

async function webpacked(folder: string, mode: 'development' | 'production'): Promise<string> {
  const compiler = webpack({
    mode,
    devtool: 'source-map',
    target: 'node20',
    context: folder,
    entry: source(folder, 'main'),
    resolve: { extensions: ['.ts', '.js'] },
    module: { rules: [{ test: /\.ts$/, use: join(import.meta.dirname, 'esbuildLoader.cjs') }] },
    output: { path: join(folder, 'dist'), filename: 'bundle.cjs' },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error === null && stats?.hasErrors() === false) resolve();
      else reject(error ?? new Error(stats?.toString()));
    });
  });
  return join(folder, 'dist', 'bundle.cjs');
}

async function viteServer(folder: string, isMinified: boolean): Promise<string> {
  await vite({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: source(folder, 'main'),
      outDir: join(folder, 'dist'),
      sourcemap: true,
      minify: isMinified,
      rollupOptions: { output: { entryFileNames: 'bundle.mjs' } },
    },
  });
  return join(folder, 'dist', 'bundle.mjs');
}

export const builds: Readonly<Record<string, Build>> = {
  'esbuild, bundled and minified': async (folder) => bundle(folder, true),
  'esbuild and terser': async (folder) => {
    const path = bundle(folder, false);
    const { code = '', map } = await minify(readFileSync(path, 'utf8'), {
      module: true,
      toplevel: true,
      sourceMap: { content: readFileSync(`${path}.map`, 'utf8'), url: 'bundle.mjs.map' },
    });
    writeFileSync(path, code);
    writeFileSync(`${path}.map`, typeof map === 'string' ? map : JSON.stringify(map));
    return path;
  },
  'webpack, production': (folder) => webpacked(folder, 'production'),
  'webpack, development': (folder) => webpacked(folder, 'development'),
  rollup: async (folder) => {
    const typescript = {
      name: 'typescript',
      resolveId: (id: string) => (id.startsWith('./') ? source(folder, id.slice(2)) : undefined),
      transform: (text: string, sourcefile: string) =>
        transformSync(text, { loader: 'ts', sourcefile, sourcemap: true, target: 'es2022' }),
    };
    const file = join(folder, 'dist', 'bundle.mjs');
    const built = await rollup({
      input: source(folder, 'main'),
      treeshake: false,
      external: /^node:/,
      plugins: [typescript],
    });
    await built.write({ file, format: 'es', sourcemap: true });
    return file;
  },
  'Vite for a server': (folder) => viteServer(folder, false),
  'Vite for a server, minified': (folder) => viteServer(folder, true),
  'tsc to CommonJS': async (folder) => {
    const options = ['--module', 'commonjs', '--sourceMap', '--esModuleInterop', '--skipLibCheck', '--noCheck'];
    const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');
    const out = ['--outDir', join(folder, 'dist'), '--rootDir', join(folder, 'src'), '--ignoreConfig'];
    execFileSync(process.execPath, [tsc, source(folder, 'main'), ...options, ...out]);
    return built(folder, 'main');
  },
  'Babel to CommonJS': eachFile((text, filename) => {
    const result = babel(text, {
      filename,
      sourceFileName: filename,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      presets: ['@babel/preset-typescript'],
      plugins: ['@babel/plugin-transform-modules-commonjs'],
    });
    return { code: result?.code ?? '', map: JSON.stringify(result?.map) };
  }),
  'swc to CommonJS, minified': eachFile((text, filename) => {
    const { code, map = '' } = swc(text, {
      filename,
      sourceMaps: true,
      module: { type: 'commonjs' },
      minify: true,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022', minify: { mangle: true, compress: false } },
    });
    return { code, map };
  }),
};
