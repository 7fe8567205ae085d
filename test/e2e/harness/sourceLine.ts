import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shopDir } from '../../support/shop.mjs';

/** The 1-based number of the only line of the shop's `src/<file>` that contains `text`: tests name lines by what they say. */
export function sourceLine(file: string, text: string): number {
  const lines = readFileSync(path.join(shopDir, 'src', file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  const [line1, ...more] = found;
  if (line1 === undefined || more.length > 0) throw new Error(`${file} has ${found.length} lines with: ${text}`);
  return line1;
}
