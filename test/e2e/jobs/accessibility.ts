import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { expect } from 'vitest';
import { violationsIn } from '../harness/accessibility.ts';
import { until } from '../harness/until.ts';
import { lines, type Job } from '../job.ts';
import { comparison } from '../pages/capturesView.ts';
import { seeMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

const themes = {
  dark: ['Default Dark Modern', 'vscode-dark'],
  light: ['Default Light Modern', 'vscode-light'],
  'high-contrast': ['Default High Contrast', 'vscode-high-contrast'],
} as const;

/** The webviews for people who use a screen reader, a keyboard, or need contrast. */
export function accessibilityJobs(job: Job): void {
  job(
    'the webviews have no violation that axe-core finds, in a dark, a light and a high contrast theme',
    async (stage) => {
      const { workbench, captures, metrics } = stage;
      const { editor, gutter, views } = workbench;
      await editor.open('checkout.ts');
      await editor.goToLine(lines.net);
      await workbench.command('stillframe.toggleCounter');
      await gutter.click(lines.pay);
      await seeMark(gutter, lines.pay, 'snapshot ended');
      await captures.select((await captures.rows()).first());
      await captures.choose((await captures.rows()).first(), 'Compare with Previous Hit');
      await (await comparison(views)).locator('.difference').first().waitFor();
      await captures.open('cart');
      await views.showView('Metrics', true);
      const card = await metrics.card(`Counter checkout.ts:${lines.net}`);
      await card.locator('canvas').waitFor();

      const pages = {
        captures: await captures.frame(),
        comparison: await comparison(views),
        metrics: await metrics.frame(),
      };
      try {
        const found: Record<string, readonly string[]> = {};
        for (const [name, [theme, className]] of Object.entries(themes)) {
          await useTheme(stage, theme);
          for (const [title, page] of Object.entries(pages)) {
            await hasClass(page, className);
            found[`${title}, ${name}`] = await violationsIn(page);
          }
          await workbench.screenshot(`theme-${name}`);
        }
        const wrong = Object.entries(found).filter(([, violations]) => violations.length > 0);
        expect(Object.fromEntries(wrong)).toEqual({});
      } finally {
        await rm(settingsOf(stage), { force: true });
        await hasClass(pages.captures, themes.dark[1]);
      }
    },
  );

  job('the captures view is used by the keyboard alone', async (stage) => {
    const { workbench, captures } = stage;
    const { editor, gutter, page } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.pay);
    await seeMark(gutter, lines.pay, 'snapshot ended');
    const view = await captures.frame();
    const filter = view.getByLabel('Filter captures by file, function or value');
    await filter.focus();

    // In the order of reading: what narrows the list, the list, the stack, the variables.
    const focused = (): Promise<string> =>
      view.locator(':focus').evaluate((element) => element.getAttribute('aria-label') ?? element.textContent ?? '');
    const order = [await focused()];
    while (!order.includes('Variables') && order.length < 10) {
      await page.keyboard.press('Tab');
      order.push((await focused()).trim());
    }
    expect(order).toEqual([
      'Filter captures by file, function or value',
      'Export all captures',
      'Clear all captures',
      'Captures, newest first',
      'Open in Debugger',
      'Stack, innermost first',
      'Variables',
    ]);

    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const active = async (): Promise<string> => {
      const id = (await view.getByRole('tree').getAttribute('aria-activedescendant')) ?? 'none';
      return (await view.locator(`#${id}`).getAttribute('aria-label')) ?? '';
    };
    await until(async () => (await active()).startsWith('shop: '), { what: 'the first variable to be active' });
    await page.keyboard.press('ArrowRight');
    await until(
      async () => (await captures.variable('shop')).getAttribute('aria-expanded').then((is) => is === 'true'),
      {
        what: 'shop to open',
      },
    );
    await page.keyboard.press('Shift+F10');
    const menu = page.locator('.monaco-menu .action-label');
    await menu.filter({ hasText: 'Copy as JavaScript' }).waitFor();
    expect((await menu.allInnerTexts()).filter((label) => label !== '')).toEqual(
      expect.arrayContaining(['Copy Value', 'Copy Path', 'Copy as JSON', 'Copy as JavaScript']),
    );
    await page.keyboard.press('Escape');
  });
}

const settingsOf = ({ scene }: Stage): string => path.join(scene.vscode.folder, '.vscode/settings.json');

async function useTheme(stage: Stage, theme: string): Promise<void> {
  const file = settingsOf(stage);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ 'workbench.colorTheme': theme }));
}

async function hasClass(page: FrameLocator, className: string): Promise<void> {
  await page.locator(`body.${className}`).waitFor();
}
