import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Palette } from './palette.ts';
import { until } from './until.ts';

/** What is around the editor: side bar, panel, notifications, status bar. */
export interface Views {
  /** Opens the side bar's container by the title on its activity bar icon. */
  openContainer(title: string): Promise<void>;
  /** A view of the side bar by its title. */
  view(title: string): Locator;
  /** Opens or closes a view of the side bar by its heading, unless it is so already. */
  showView(title: string, isOpen: boolean): Promise<void>;
  /** Drags the side bar's edge until it is this wide. */
  widenSideBar(widthPx: number): Promise<void>;
  /** Rows of a tree view, or all rows of the side bar. */
  rows(text: string | RegExp, inView?: string): Locator;
  /** Opens a closed row. */
  expand(row: Locator): Promise<void>;
  /** An action icon that a tree row shows under the mouse, or in a view's title, by its tooltip. */
  action(within: Locator, title: string): Locator;
  /** The inside of an extension's webview (`publisher.name`): the first that has an element for the selector `contains`. */
  webview(extensionId: string, contains?: string): Promise<FrameLocator>;
  toast(text: string | RegExp): Locator;
  clearToasts(): Promise<void>;
  statusItem(id: string): Locator;
  /** Shows an output channel in the panel, and gives the lines in view. */
  showOutput(channel: string): Promise<Locator>;
  /** Diagnostics squiggles in the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info'): Locator;
}

export function createViews(page: Page, palette: Palette): Views {
  const view = (title: string): Locator => page.locator(`.pane:has(> .pane-header[aria-label^="${title}"])`);
  const toasts = page.locator('.notifications-toasts .notification-list-item');

  return {
    view,
    async openContainer(title) {
      const item = page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${title}"])`);
      // A click on the icon of the container that is open would close it.
      if (!((await item.getAttribute('class')) ?? '').includes('checked')) await item.click();
      await page
        .locator('.sidebar .composite.title')
        .filter({ hasText: new RegExp(title, 'i') })
        .waitFor();
    },
    async showView(title, isOpen) {
      const heading = view(title).locator('> .pane-header');
      const isSo = async (): Promise<boolean> => (await heading.getAttribute('aria-expanded')) === String(isOpen);
      if (!(await isSo())) await heading.click();
      await until(isSo, { what: `the view ${title} to be ${isOpen ? 'open' : 'closed'}` });
    },
    async widenSideBar(widthPx) {
      const box = await page.locator('.part.sidebar').boundingBox();
      if (box === null) throw new Error('There is no side bar.');
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width, y);
      await page.mouse.down();
      await page.mouse.move(box.x + widthPx, y, { steps: 4 });
      await page.mouse.up();
    },
    rows: (text, inView) =>
      (inView === undefined ? page.locator('.sidebar') : view(inView))
        .locator('.monaco-list-row')
        .filter({ hasText: text }),
    async expand(row) {
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    },
    action: (within, title) => within.locator(`.action-label[aria-label^="${title}"]`),
    async webview(extensionId, contains = 'body') {
      const outer = `iframe.webview.ready[src*="extensionId=${extensionId}"]`;
      return until(
        async () => {
          const count = await page.locator(outer).count();
          const frames = Array.from({ length: count }, (_, index) =>
            page.frameLocator(outer).nth(index).frameLocator('#active-frame'),
          );
          const has = await Promise.all(frames.map((frame) => frame.locator(contains).count()));
          return frames.find((_, index) => (has[index] ?? 0) > 0);
        },
        { what: `a webview of ${extensionId} with ${contains} in it`, timeoutMs: 30_000 },
      );
    },
    toast: (text) => toasts.filter({ hasText: text }),
    async clearToasts() {
      if ((await toasts.count()) > 0) await palette.run('notifications.clearAll');
    },
    statusItem: (id) => page.locator(`[id="${id}"]`),
    async showOutput(channel) {
      await palette.run('workbench.panel.output.focus');
      const select = page.locator('select[aria-label="Switch Output"]').first();
      await select.waitFor({ state: 'attached' });
      await until(async () => (await select.locator('option').allTextContents()).includes(channel), {
        what: `output channel ${channel}`,
      });
      await select.selectOption(channel);
      return page.locator('.part.panel .output-view .monaco-editor[data-uri^="output:"] .view-lines');
    },
    squiggles: (severity) => page.locator(`.editor-group-container.active .editor-instance .squiggly-${severity}`),
  };
}
