import type { Locator, Page } from 'playwright-core';
import { soonMs, until } from './until.ts';

/** VS Code's quick input: the command palette, Go to File, and whatever an extension asks with it. */
export interface Palette {
  /** The widget itself. */
  readonly widget: Locator;
  /** Runs a command by its id, as a person would in the palette; it must be enabled there. */
  run(commandId: string): Promise<void>;
  /** Opens a file of the workspace; `name` may be a part of the path. */
  goToFile(name: string): Promise<void>;
  /** Writes into an input box an extension has open, or is about to open, without answering it. */
  fill(text: string): Promise<void>;
  /** Answers it. */
  type(text: string): Promise<void>;
  /** Answers VS Code's own file dialog with a path. */
  typePath(path: string): Promise<void>;
  /** Chooses a row of a quick pick an extension has open, or is about to open. */
  pick(text: string | RegExp): Promise<void>;
  close(): Promise<void>;
}

export function createPalette(page: Page): Palette {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input[type=text]').first();
  const rows = widget.locator('.monaco-list-row');

  const close = async (): Promise<void> => {
    await until(
      async () => {
        if (!(await widget.isVisible())) return true;
        await page.keyboard.press('Escape');
        return false;
      },
      { what: 'the quick input to close' },
    );
  };
  // A key pressed while VS Code moves the focus is lost, so it is pressed again until the box is there.
  const openWith = async (key: string): Promise<void> => {
    await close();
    await until(
      async () => {
        await page.keyboard.press(key);
        await input.waitFor({ state: 'visible', timeout: 3000 });
        return true;
      },
      { what: `the quick input after ${key}`, timeoutMs: 20_000 },
    );
  };

  const fill = async (text: string): Promise<void> => {
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
  };

  return {
    widget,
    close,
    async run(commandId) {
      await until(
        async () => {
          await openWith('F1');
          // The text matches ids exactly, and the row carries the id: titles change and are not unique.
          await input.fill(`>${commandId}`);
          await rows.filter({ has: page.locator(`[data-quick-input-id="${commandId}"]`) }).click({ timeout: 4000 });
          return true;
        },
        { what: `command ${commandId} in the palette`, timeoutMs: 20_000 },
      );
    },
    async goToFile(name) {
      await openWith('Control+P');
      await input.fill(name);
      const base = name.split('/').at(-1) ?? name;
      // By key: VS Code shows files used before first, and draws the rows anew when its search ends. A click whose button goes
      // down on one row and up on the other does nothing.
      await widget.locator('.monaco-list-row.focused').filter({ hasText: base }).waitFor();
      await page.keyboard.press('Enter');
    },
    fill,
    async type(text) {
      await fill(text);
      await page.keyboard.press('Enter');
    },
    async typePath(path) {
      await input.waitFor({ state: 'visible' });
      // While the dialog still reads its first folder it ignores keys, and then writes that folder over what was typed.
      await until(
        async () => {
          if (!(await widget.isVisible())) return true;
          if ((await input.inputValue({ timeout: soonMs })) !== path) await input.fill(path, { timeout: soonMs });
          await input.press('Enter', { timeout: soonMs });
          return false;
        },
        { what: `the file dialog to take ${path}`, everyMs: 300 },
      );
    },
    async pick(text) {
      await rows.filter({ hasText: text }).first().click();
    },
  };
}
