import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shopDir } from '../test/support/shop.mjs';

/** `checkout.ts:24`, found by what the line says; the demo must not break when a line above it comes or goes. */
export function sourceLine(file, text) {
  const lines = readFileSync(path.join(shopDir, 'src', file), 'utf8').split('\n');
  const line0 = lines.findIndex((line) => line.includes(text));
  if (line0 < 0) throw new Error(`examples/shop/src/${file} has no line with: ${text}`);
  return `${file}:${line0 + 1}`;
}
