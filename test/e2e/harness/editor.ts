import type { Locator, Page } from 'playwright-core';
import { drawnAll, drawnText } from './drawnText.ts';
import type { Palette } from './palette.ts';
import { soonMs } from './until.ts';

/** The active text editor. */
export interface Editor {
  readonly element: Locator;
  /** Opens a file and waits until its text is drawn. */
  open(name: string): Promise<void>;
  /** Gives the editor the keyboard; without it a CodeLens that is late may never be drawn. */
  focus(): Promise<void>;
  /** Moves the cursor, scrolling there. */
  goToLine(line1: number): Promise<void>;
  /** Text drawn in the line, with inlay values and what decorations put after it. */
  lineText(line1: number): Promise<string>;
  /** The number of a line in the margin; `undefined` boxes mean it is scrolled out of view. */
  lineNumber(line1: number): Locator;
  codeLens(text: string | RegExp): Locator;
  /** Hovers over the first place of a line where `text` is drawn, and gives the hover's box. */
  hover(line1: number, text: string): Promise<Locator>;
}

export function createEditor(page: Page, palette: Palette): Editor {
  const element = page.locator('.editor-group-container.active .editor-instance');
  const lineNumber = (line1: number): Locator =>
    element.locator('.margin-view-overlays .line-numbers').filter({ hasText: new RegExp(`^${line1}$`) });

  const drawnLine = async (line1: number): Promise<Locator> => {
    const number = await lineNumber(line1).boundingBox({ timeout: soonMs });
    if (number === null) throw new Error(`Line ${line1} is not in view.`);
    const middle = number.y + number.height / 2;
    const drawn = element.locator('.view-lines .view-line');
    const index = (await drawnAll(drawn)).findIndex((line) => line.top <= middle && middle < line.bottom);
    if (index < 0) throw new Error(`Line ${line1} is not drawn.`);
    return drawn.nth(index);
  };

  return {
    element,
    lineNumber,
    async open(name) {
      await palette.goToFile(name);
      const base = name.split('/').at(-1) ?? name;
      await page.locator(`.tabs-container .tab.active[data-resource-name="${base}"]`).waitFor();
      await element.locator('.view-lines .view-line').first().waitFor();
      await element.locator('.margin-view-overlays .line-numbers').first().waitFor();
    },
    async focus() {
      await page.keyboard.press('Control+1');
      await element.locator('.monaco-editor.focused').first().waitFor();
    },
    async goToLine(line1) {
      await page.keyboard.press('Control+G');
      await palette.type(`:${line1}`);
      await lineNumber(line1).waitFor();
    },
    lineText: async (line1) => drawnText(await drawnLine(line1)),
    codeLens: (text) => element.locator('.codelens-decoration').filter({ hasText: text }),
    async hover(line1, text) {
      await (await drawnLine(line1)).locator('span span').filter({ hasText: text }).first().hover();
      // One box for all who have something to say there; each has its own part.
      const box = page.locator('.monaco-hover:not(.hidden):has(.hover-contents)').first();
      await box.waitFor();
      return box;
    },
  };
}
