import type { Locator, Page } from 'playwright-core';
import { drawnLine, type Point } from './drawnText.ts';
import type { Palette } from './palette.ts';
import { settled } from './settled.ts';
import { until } from './until.ts';

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
    lineText: async (line1) => (await drawnLine(element, line1)).text,
    codeLens: (text) => element.locator('.codelens-decoration').filter({ hasText: text }),
    async hover(line1, text) {
      const words = async (): Promise<Point | undefined> => (await drawnLine(element, line1, text)).words;
      // One box for all who have something to say there; each has its own part.
      const box = page.locator('.monaco-hover:not(.hidden):has(.hover-contents)').first();
      // A hover is for the text that was under the mouse when it came to rest: should that move, the mouse follows.
      await until(
        async () => {
          const { x, y } = await settled(words, `${text} in line ${line1}`);
          await page.mouse.move(x, Math.max(0, y - 200));
          await page.mouse.move(x, y, { steps: 4 });
          await box.waitFor({ timeout: 3000 });
          return true;
        },
        { what: `the hover over ${text} in line ${line1}` },
      );
      return box;
    },
  };
}
