import type { FrameLocator, Locator } from 'playwright-core';
import { chooseMenuItem } from '../harness/gutter.ts';
import { extensionId } from '../harness/packagedVSCode.ts';
import { soonMs, until } from '../harness/until.ts';
import type { Views } from '../harness/views.ts';

/** The Captures view of the side bar, as a person reads it. */
export interface CapturesView {
  /** The inside of the view, whatever it shows. */
  frame(): Promise<FrameLocator>;
  /** The hits in the list, newest first. */
  rows(): Promise<Locator>;
  /** How many hits the list has; only those near the view are in the DOM. */
  count(): Promise<number>;
  /** Selects a hit of the list. */
  select(row: Locator): Promise<void>;
  /** The frames of the selected capture. */
  stack(): Promise<Locator>;
  /** The row of a variable of the selected capture; `level1` tells equal names apart (1 is a scope, 2 its variables). */
  variable(name: string, level1?: number): Promise<Locator>;
  /** A variable's value as it is shown. */
  value(name: string, level1?: number): Promise<string>;
  /** Chooses an item of the native context menu of a hit or a variable. */
  choose(row: Locator, item: string): Promise<void>;
  /** Opens a variable that is closed. */
  open(name: string, level1?: number): Promise<void>;
}

/** An editor with two captures side by side: its rows of places. */
export async function comparison(views: Views): Promise<FrameLocator> {
  return await views.webview(extensionId, '.app.compare');
}

/** The view in an editor, on a file. */
export const fileView = (views: Views): CapturesView => createCapturesView(views, '.app.file');

export function createCapturesView(views: Views, contains = sideBarView): CapturesView {
  const frame = async (): Promise<FrameLocator> => views.webview(extensionId, contains);
  const inside = async (selector: string): Promise<Locator> => (await frame()).locator(selector);
  const variable = async (name: string, level1 = 2): Promise<Locator> => {
    const view = await frame();
    const tree = view.locator('.variables [role=tree]');
    const row = tree
      .locator(`[role=treeitem][aria-level="${level1}"]`)
      .filter({ has: view.locator('.varName', { hasText: new RegExp(`^${escaped(name)}$`) }) })
      .first();
    // Only rows near the view are in the DOM; a person scrolls, too, and starts over at the end.
    let turns = 0;
    await until(
      async () => {
        if ((await row.count()) > 0) {
          await row.scrollIntoViewIfNeeded({ timeout: soonMs });
          return true;
        }
        await tree.hover();
        await tree.page().mouse.wheel(0, turns++ % 40 === 0 ? -10_000 : 60);
        return false;
      },
      { what: `the variable ${name}` },
    );
    return row;
  };

  return {
    frame,
    variable,
    rows: () => inside('.captureList [role=option]'),
    async count() {
      const rows = await inside('.captureList [role=option]');
      return (await rows.count()) === 0
        ? 0
        : Number(await rows.first().getAttribute('aria-setsize', { timeout: soonMs }));
    },
    async select(row) {
      await row.click();
      await until(async () => (await row.getAttribute('aria-selected')) === 'true', {
        what: 'the capture to be selected',
      });
    },
    stack: () => inside('.stack [role=option]'),
    async value(name, level1) {
      return (await (await variable(name, level1)).locator('.value').innerText()).trim();
    },
    async choose(row, item) {
      await row.click({ button: 'right' });
      await chooseMenuItem(row.page(), item);
    },
    async open(name, level1) {
      const row = await variable(name, level1);
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.twisty').click();
      await until(async () => (await row.getAttribute('aria-expanded')) === 'true', { what: `${name} to open` });
    },
  };
}

const sideBarView = 'html:not(:has(.app:is(.file, .compare))) link[href$="captures.css"]';
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
