import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { captureFileText, limits } from '@stillframe/protocol';
import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { violationsIn } from '../harness/accessibility.ts';
import { until } from '../harness/until.ts';
import type { Workbench } from '../harness/workbench.ts';
import { lines, type Job } from '../job.ts';
import { comparison, fileView } from '../pages/capturesView.ts';
import type { Stage } from '../stage.ts';

/** By the class that VS Code gives a webview's body. */
const themes = {
  'vscode-dark': 'Default Dark Modern',
  'vscode-light': 'Default Light Modern',
  'vscode-high-contrast': 'Default High Contrast',
  'vscode-high-contrast-light': 'Default High Contrast Light',
} as const;

/** The webviews for people who use a screen reader, a keyboard, or need contrast. */
export function accessibilityJobs(job: Job): void {
  job('the webviews have no violation that axe-core finds, in dark, light and high contrast', async (stage) => {
    const { workbench, captures, metrics } = stage;
    const { editor, views } = workbench;
    await editor.open('checkout.ts');
    await takeThree(stage);
    await captures.select((await captures.rows()).first());
    await captures.open('cart');
    for (const view of ['Targets', 'Probes']) await views.showView(view, false);
    await views.showView('Metrics', true);
    const card = await metrics.card(`Counter checkout.ts:${lines.net}`);
    await card.locator('canvas').waitFor();
    await openFile(stage);
    await captures.choose((await captures.rows()).first(), 'Compare with Previous Hit');

    const pages = [
      { name: 'captures', behind: sideBar, show: () => captures.frame() },
      { name: 'metrics', behind: sideBar, show: () => metrics.frame() },
      { name: 'comparison', behind: textEditor, show: () => showComparison(stage) },
      { name: 'file', behind: textEditor, show: () => showFile(stage) },
    ];
    try {
      const found: Record<string, readonly string[]> = {};
      for (const [className, theme] of Object.entries(themes)) {
        await useTheme(stage, theme);
        for (const { name, behind, show } of pages) {
          const page = await show();
          await hasClass(page, className);
          const violations = await violationsIn(page, behind);
          if (violations.length > 0) found[`${name}, ${theme}`] = violations;
          await workbench.screenshot(`theme-${className.replace('vscode-', '')}-${name}`);
        }
      }
      expect(found).toEqual({});
    } finally {
      await rm(settingsOf(stage), { force: true });
      await hasClass(await captures.frame(), 'vscode-dark');
    }
  });

  job('the captures view is used by the keyboard alone', async (stage) => {
    const { workbench, captures } = stage;
    const { page } = workbench;
    await takeThree(stage);
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

const sideBar = '--vscode-sideBar-background';
const textEditor = '--vscode-editor-background';
const fileName = 'seen.stillframe';

/** Three whole captures, however slow the machine, and a counter. */
async function takeThree({ withHub, captures }: Stage): Promise<void> {
  const file = 'src/checkout.ts';
  await withHub(async (hub) => {
    await hub.placeAnd('armed', { kind: 'counter', at: { file, line1: lines.net } });
    await hub.placeAnd('done', {
      kind: 'snapshot',
      at: { file, line1: lines.pay },
      maxHits: 3,
      limits: { captureMs: limits.captureMs.max },
    });
  });
  await until(async () => (await captures.count()) === 3, { what: 'three captures' });
}

/** All captures as a file, open in an editor. */
async function openFile({ workbench, scene, withHub }: Stage): Promise<void> {
  const { captures } = await withHub((hub) => hub.call('captures/list', {}));
  const text = captureFileText({ captures, exportedAtMs: Date.now(), instances: [], probes: [] });
  const file = path.join(scene.vscode.folder, fileName);
  await writeFile(file, [...text].join(''));
  await workbench.command('stillframe.openCaptureFile');
  await workbench.palette.typePath(file);
  await until(async () => (await fileView(workbench.views).count()) === 3, { what: 'the captures of the file' });
}

async function showFile({ workbench }: Stage): Promise<FrameLocator> {
  await tab(workbench, fileName).click();
  const file = fileView(workbench.views);
  await file.select((await file.rows()).first());
  await file.variable('cart');
  return await file.frame();
}

async function showComparison({ workbench }: Stage): Promise<FrameLocator> {
  await tab(workbench, '↔').click();
  const page = await comparison(workbench.views);
  await page.locator('.difference').first().waitFor();
  return page;
}

const tab = ({ page }: Workbench, title: string): Locator =>
  page.locator('.tabs-container .tab').filter({ hasText: title });

const settingsOf = ({ scene }: Stage): string => path.join(scene.vscode.folder, '.vscode/settings.json');

async function useTheme(stage: Stage, theme: string): Promise<void> {
  const file = settingsOf(stage);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ 'workbench.colorTheme': theme }));
}

async function hasClass(page: FrameLocator, className: string): Promise<void> {
  await page.locator(`body.${className}`).waitFor();
}
