import { transformSync as babel } from '@babel/core';
import { transformSync as esbuild } from 'esbuild';
import { SourceMapGenerator } from 'source-map';
import { expect, test } from 'vitest';
import { analyzeCode } from '../../../agent/src/link/codeAnalysis.ts';
import { originalNames } from '../../../agent/src/link/originalNames.ts';
import { loadSourceMap } from '../../../agent/src/link/sourceMap.ts';

/** The names at `stop(` in `/app/main.js` once it is built, as `original = name.key`. */
async function namesIn(code: string, map: string): Promise<string[]> {
  const loaded = await loadSourceMap('/app/built.js', `data:application/json,${encodeURIComponent(map)}`);
  if (loaded === undefined) throw new Error('There is no map.');
  const analysis = analyzeCode(code);
  const at = analysis.positionOf(code.indexOf('stop('));
  return originalNames(analysis, at, { map: loaded, source: '/app/main.js' })
    .filter(({ state }) => state !== 'unreachable')
    .map(({ original, name, key }) => `${original} = ${key === undefined ? name : `${name}.${key}`}`);
}

const source = "import { rates as prices } from './rates';\nexport function pay() {\n  stop(prices.basic);\n}\n";
const compilers: Readonly<Record<string, () => { code: string; map: string }>> = {
  esbuild: () => esbuild(source, { sourcefile: '/app/main.js', sourcemap: true, format: 'cjs' }),
  Babel: () => {
    const plugins = ['@babel/plugin-transform-modules-commonjs'];
    const fixed = { babelrc: false, configFile: false, sourceMaps: true, filename: '/app/main.js' } as const;
    const { code, map } = babel(source, { ...fixed, sourceFileName: '/app/main.js', plugins }) ?? {};
    return { code: code ?? '', map: JSON.stringify(map) };
  },
  // As webpack writes it, with the map's entries where it has them.
  webpack: () => {
    const code =
      '(() => {\nvar _rates__ = __webpack_require__(1);\nfunction pay() {\n  stop(_rates__.rates.basic);\n}\n})()';
    const generator = new SourceMapGenerator({ file: 'built.js' });
    const add = (line: number, column: number, original: [line: number, column: number]) =>
      generator.addMapping({
        source: '/app/main.js',
        generated: { line, column },
        original: { line: original[0], column: original[1] },
      });
    add(3, 0, [2, 7]);
    add(4, 2, [3, 2]);
    add(4, 7, [3, 7]);
    add(4, 21, [3, 13]);
    generator.setSourceContent('/app/main.js', source);
    return { code, map: generator.toString() };
  },
};

test.each(Object.entries(compilers))(
  '%s: the object of an imported module is never taken for what is imported from it',
  async (_name, compile) => {
    const { code, map } = compile();
    const prices = (await namesIn(code, map)).filter((name) => name.startsWith('prices '));
    expect(prices.filter((name) => !name.endsWith('.rates'))).toEqual([]);
  },
);
