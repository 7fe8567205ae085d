import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** Every violation that axe-core finds in a page, as `rule: what of it, where`. */
export async function violationsIn(page: FrameLocator): Promise<readonly string[]> {
  const body = page.locator('body');
  // Evaluated by the browser's own protocol: the page's policy allows no script but its own.
  await body.evaluate((_, source) => {
    // oxlint-disable-next-line no-eval, typescript/no-implied-eval
    new Function(source).call(globalThis);
  }, axeSource);
  const results = await body.evaluate(async (_, options) => await window.axe.run(document, options), rules);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.failureSummary?.replaceAll(/\s+/g, ' ') ?? ''} in ${node.html.slice(0, 200)}`),
  );
}

declare global {
  interface Window {
    readonly axe: { readonly run: (of: Document, options: RunOptions) => Promise<AxeResults> };
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// A view is a part of VS Code's page, which has the landmarks and the first heading.
const rules: RunOptions = {
  rules: {
    'landmark-one-main': { enabled: false },
    'page-has-heading-one': { enabled: false },
    region: { enabled: false },
  },
};
