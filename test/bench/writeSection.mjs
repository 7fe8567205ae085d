import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formattedMarkdown } from '../support/markdown.mjs';
import { mergePage } from './mergePage.mjs';

const page = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** Prints sections, and puts them into docs/benchmarks.md in the place of those with the same headings, if they are to be kept. */
export async function writeSection(section, { isKept = true } = {}) {
  console.log(await formattedMarkdown(section, page));
  if (isKept) writeFileSync(page, await formattedMarkdown(mergePage(readFileSync(page, 'utf8'), section), page));
}
