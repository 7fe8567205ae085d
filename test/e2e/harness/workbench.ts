import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { createDebugViews, type DebugViews } from './debugViews.ts';
import { createEditor, type Editor } from './editor.ts';
import { createGutter, type Gutter } from './gutter.ts';
import { createPalette, type Palette } from './palette.ts';
import type { VSCodeServer } from './server.ts';
import { until } from './until.ts';
import { createViews, type Views } from './views.ts';

/** One VS Code window. */
export interface Workbench {
  readonly page: Page;
  readonly palette: Palette;
  readonly editor: Editor;
  readonly gutter: Gutter;
  readonly views: Views;
  readonly debug: DebugViews;
  /** Runs a command by its id through the palette. */
  command(id: string): Promise<void>;
  /** Back to a clean window: sessions stopped, breakpoints removed, editors and toasts closed (1 s; a new window takes 5). */
  reset(): Promise<void>;
  /** Reloads the window, as a person does after an update, and waits for the extension. */
  reload(): Promise<void>;
  /** Writes `<name>.png` into the folder of screenshots, and gives its path. */
  screenshot(name: string): Promise<string>;
}

/** What a window opens on. */
export interface WorkbenchOptions {
  readonly folder: string;
  /** Id of the extension's own status bar item: its being there means that the extension is active. */
  readonly statusItemId: string;
  readonly screenshotsDir: string;
}

/** Opens a window on a folder, and waits until the extension is active in it. */
export async function openWorkbench(
  context: BrowserContext,
  server: VSCodeServer,
  options: WorkbenchOptions,
): Promise<Workbench> {
  const page = await context.newPage();
  const palette = createPalette(page);
  const editor = createEditor(page, palette);
  const debug = createDebugViews(page, palette);
  const views = createViews(page, palette);
  const gutter = createGutter(page, editor);
  const tabs = page.locator('.tabs-container .tab');

  const ready = async (): Promise<void> => {
    await page.locator('.monaco-workbench').waitFor();
    await page.locator('.part.statusbar').waitFor();
    await views.statusItem(options.statusItemId).waitFor({ timeout: 45_000 });
  };
  const closeDialogs = async (): Promise<void> => {
    await until(
      async () => {
        if ((await page.locator('.monaco-dialog-box').count()) === 0) return true;
        await page.keyboard.press('Escape');
        return false;
      },
      { what: 'dialogs to close', everyMs: 100 },
    );
  };

  await page.goto(`${server.url}/?${new URLSearchParams({ folder: options.folder }).toString()}`, {
    waitUntil: 'domcontentloaded',
  });
  await ready();
  return {
    page,
    palette,
    editor,
    gutter,
    views,
    debug,
    command: (id) => palette.run(id),
    async reset() {
      await closeDialogs();
      await palette.close();
      await debug.stop();
      if ((await gutter.breakpoints().count()) > 0) {
        await palette.run('workbench.debug.viewlet.action.removeAllBreakpoints');
      }
      if ((await tabs.count()) > 0)
        await palette.run('workbench.action.revertAndCloseActiveEditor').catch(() => undefined);
      if ((await tabs.count()) > 0) await palette.run('workbench.action.closeAllEditors');
      await views.clearToasts();
    },
    async reload() {
      await page.reload({ waitUntil: 'domcontentloaded' });
      await ready();
    },
    async screenshot(name) {
      await mkdir(options.screenshotsDir, { recursive: true });
      const file = path.join(options.screenshotsDir, `${name}.png`);
      await page.screenshot({ path: file });
      return file;
    },
  };
}
