import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { mergePage } from './mergePage.mjs';

const page = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** Puts a section into docs/benchmarks.md, in the place of the one with the same heading, and prints it. */
export async function writeSection(section) {
  console.log(section);
  const whole = mergePage(readFileSync(page, 'utf8'), section);
  writeFileSync(page, await format(whole, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
