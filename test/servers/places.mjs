import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * `FILE:LINE` as the command line takes it, of the one line with this text. The line is looked for in `file`, or, with `map`,
 * in the source that this source map carries under a name that ends with `file`.
 */
export function placeOf(modulesDir, { file, map, text }) {
  const source = map === undefined ? readFileSync(path.join(modulesDir, file), 'utf8') : carried(modulesDir, map, file);
  const lines = source.split('\n').map((line) => line.trim());
  const line0 = lines.indexOf(text);
  if (line0 === -1 || line0 !== lines.lastIndexOf(text)) throw new Error(`Not one line of ${file} is: ${text}`);
  return `${file}:${line0 + 1}`;
}

function carried(modulesDir, map, file) {
  const { sources, sourcesContent } = JSON.parse(readFileSync(path.join(modulesDir, map), 'utf8'));
  const index = sources.findIndex((name) => name.endsWith(file));
  const text = sourcesContent?.[index];
  if (text === undefined) throw new Error(`${map} carries no ${file}.`);
  return text;
}
