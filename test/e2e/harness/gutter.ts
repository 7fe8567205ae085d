import type { Locator, Page } from 'playwright-core';
import { drawnAll, type Drawn, type Point } from './drawnText.ts';
import type { Editor } from './editor.ts';
import { settled } from './settled.ts';
import { soonMs, until } from './until.ts';

/** The strip left of the line numbers in the active editor, where probes and breakpoints are placed and shown. */
export interface Gutter {
  click(line1: number): Promise<void>;
  /** Opens the line number's menu and chooses an item by its label; a text may be a part of it. */
  choose(line1: number, label: string | RegExp): Promise<void>;
  /** The labels of the line number's menu; closes it again. */
  menuLabels(line1: number): Promise<string[]>;
  /** Icons an extension's decorations put into the gutter; with a line, those on it. */
  icons(): Locator;
  /** VS Code's own breakpoint icons of any kind. */
  breakpoints(): Locator;
  /** CSS class names of the gutter icons on a line: they tell which decoration it is. */
  iconClasses(line1: number): Promise<string[]>;
  /** `background-image` of the gutter icons on a line: the file of the icon is in it. */
  iconImages(line1: number): Promise<string[]>;
}

export function createGutter(page: Page, editor: Editor): Gutter {
  const widgets = editor.element.locator('.glyph-margin-widgets');
  const icons = (): Locator => widgets.locator('[class*="TextEditorDecorationType"]');
  const menu = page.locator('.monaco-menu');

  const pointAt = async (line1: number): Promise<Point> => {
    const number = await editor.lineNumber(line1).boundingBox({ timeout: soonMs });
    const margin = await editor.element
      .locator('.overflow-guard > .margin > .glyph-margin')
      .boundingBox({ timeout: soonMs });
    if (number === null || margin === null) throw new Error(`Line ${line1} is not in view.`);
    return { x: margin.x + margin.width / 2, y: number.y + number.height / 2 };
  };
  const clickAt = async (line1: number, button: 'left' | 'right'): Promise<void> => {
    const point = await settled(() => pointAt(line1), `line ${line1}`);
    await page.mouse.move(point.x, point.y);
    await page.mouse.click(point.x, point.y, { button });
  };
  const onLine = async (line1: number): Promise<readonly Drawn[]> => {
    const { y } = await pointAt(line1);
    return (await drawnAll(icons())).filter((icon) => icon.top <= y && y < icon.bottom);
  };

  return {
    icons,
    breakpoints: () => widgets.locator(breakpointIcon),
    click: (line1) => clickAt(line1, 'left'),
    async choose(line1, label) {
      // What the menu offers follows the extension's word with a moment's delay, so it is opened again until it has the item.
      await until(
        async () => {
          if (await menu.first().isVisible()) await page.keyboard.press('Escape');
          await clickAt(line1, 'right');
          await menuItem(page, label).waitFor({ timeout: 2000 });
          return true;
        },
        { what: `${String(label)} in the menu of line ${line1}` },
      );
      await chooseMenuItem(page, label);
    },
    async menuLabels(line1) {
      await clickAt(line1, 'right');
      await menu.first().waitFor();
      const labels = await menu.locator('.action-item .action-label').allTextContents();
      await page.keyboard.press('Escape');
      await menu.first().waitFor({ state: 'detached' });
      return labels.filter((label) => label !== '');
    },
    iconClasses: async (line1) => (await onLine(line1)).map((icon) => icon.classes),
    iconImages: async (line1) => (await onLine(line1)).map((icon) => icon.backgroundImage),
  };
}

/** Not the hint that VS Code shows under the mouse where a breakpoint could be set. */
export const breakpointIcon = '[class*="codicon-debug-"]:not(.codicon-debug-hint)';

/** Chooses an item of the context menu that is open. */
export async function chooseMenuItem(page: Page, label: string | RegExp): Promise<void> {
  const item = menuItem(page, label);
  await item.waitFor();
  await until(
    async () => {
      // VS Code ignores a mouse-up in a context menu's first 100 ms; if the menu stayed open, it is clicked again.
      await page.waitForTimeout(150);
      await item.click({ timeout: 2000 });
      await page.locator('.monaco-menu').first().waitFor({ state: 'detached', timeout: 1500 });
      return true;
    },
    { what: `the menu to close after choosing ${String(label)}` },
  );
}

const menuItem = (page: Page, label: string | RegExp): Locator =>
  page.locator('.monaco-menu .action-item .action-label').filter({ hasText: label }).first();
