import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/**
 * Every violation that axe-core finds in a webview, as `rule: what of it, where`. A webview's own page is transparent, so
 * `behind` names the theme's colour that VS Code draws behind it.
 */
export async function violationsIn(page: FrameLocator, behind: string): Promise<readonly string[]> {
  const body = page.locator('body');
  // Evaluated by the browser's own protocol: the page's policy allows no script but its own.
  await body.evaluate(`(() => {${axeSource}})()`);
  const results = await body.evaluate(
    async (element, { options, colour }) => {
      element.style.background = `var(${colour})`;
      return await window.axe.run(document, options);
    },
    { options: rules, colour: behind },
  );
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

const rules: RunOptions = {
  rules: {
    // Rows are named as VS Code names its own: in words, with "changed" and "was", and not the letters that stand for them.
    'label-content-name-mismatch': { enabled: false },
    // A view is a part of VS Code's page, which has the landmarks and the first heading.
    'landmark-one-main': { enabled: false },
    'page-has-heading-one': { enabled: false },
    region: { enabled: false },
  },
};
