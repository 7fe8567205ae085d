import type { Locator, Page } from 'playwright-core';
import type { Palette } from './palette.ts';

/** VS Code's own debugging: views, toolbar, and the widget that edits a breakpoint. */
export interface DebugViews {
  /** There while a debug session runs. */
  readonly session: Locator;
  callStack(text: string | RegExp): Locator;
  variable(text: string | RegExp): Locator;
  watch(text: string | RegExp): Locator;
  expand(row: Locator): Promise<void>;
  /** Evaluates in the Debug Console, and gives the line with the answer. */
  evaluate(expression: string): Promise<Locator>;
  /** The button of that name. */
  readonly stepBack: Locator;
  /** The line the stopped thread's top frame is on. */
  readonly topFrameLine: Locator;
  /** Fills the condition (or what `type` says) of the breakpoint widget that is open. */
  fillBreakpoint(text: string, type?: 'Expression' | 'Hit Count' | 'Log Message'): Promise<void>;
  stop(): Promise<void>;
}

export function createDebugViews(page: Page, palette: Palette): DebugViews {
  const session = page.locator('.activitybar .badge[aria-label*="active session"]');
  const rowsOf = (view: string, text: string | RegExp): Locator =>
    page.locator(`${view} .monaco-list-row`).filter({ hasText: text });

  return {
    session,
    stepBack: page.locator('.action-label.codicon-debug-step-back'),
    topFrameLine: page.locator('.debug-top-stack-frame-line'),
    callStack: (text) => rowsOf('.debug-call-stack', text),
    variable: (text) => rowsOf('.debug-variables', text),
    watch: (text) => rowsOf('.debug-watch', text),
    async expand(row) {
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    },
    async evaluate(expression) {
      await palette.run('workbench.panel.repl.view.focus');
      const answers = page.locator('.repl .monaco-list-row .evaluation-result');
      const before = await answers.count();
      await page.locator('.repl-input-wrapper .monaco-editor.focused').waitFor();
      await page.keyboard.type(expression);
      await page.keyboard.press('Enter');
      const answer = answers.nth(before);
      await answer.waitFor();
      return answer;
    },
    async fillBreakpoint(text, type) {
      const widget = page.locator('.breakpoint-widget');
      await widget.waitFor();
      if (type) await widget.locator('select[aria-label="Breakpoint Type"]').selectOption(type);
      // Keys typed before the widget has the focus would go into the file.
      await widget.locator('.monaco-editor .view-line').first().click();
      await widget.locator('.monaco-editor.focused').waitFor();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
      await widget.waitFor({ state: 'detached' });
    },
    async stop() {
      for (let tries = 0; tries < 3 && (await session.count()) > 0; tries++) {
        // VS Code has one of the two, by how the session was started.
        const isAttached = (await page.locator('.action-label.codicon-debug-disconnect').count()) > 0;
        await palette.run(`workbench.action.debug.${isAttached ? 'disconnect' : 'stop'}`);
        await session.waitFor({ state: 'detached', timeout: 5000 }).catch(() => undefined);
      }
    },
  };
}
