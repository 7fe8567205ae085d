import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark } from '../pages/probeMarks.ts';

/** A capture in VS Code's own debug views. */
export function debuggerJobs(job: Job): void {
  job('Open in Debugger shows a capture in Call Stack and Variables, and steps through the hits', (stage) =>
    whileServing(stage, async () => {
      const { workbench, captures } = stage;
      const { editor, gutter, debug } = workbench;
      await editor.open('checkout.ts');
      await gutter.click(lines.pay);
      await seeMark(gutter, lines.pay, 'snapshot ended');
      const newest = (await captures.rows()).first();
      await captures.select(newest);
      const total = await captures.value('total');
      await (await captures.frame()).getByRole('button', { name: 'Open in Debugger' }).click();

      await debug
        .callStack(/^checkout/)
        .first()
        .waitFor();
      await debug.topFrameLine.first().waitFor();
      await debug
        .variable(/^total/)
        .filter({ hasText: total })
        .waitFor();
      const cart = debug.variable(/^cart/).first();
      await debug.expand(cart);
      const cartLines = debug.variable(/^lines/).first();
      await cartLines.waitFor();
      const count = /Array\((\d+)\)/.exec(await cartLines.innerText())?.[1];
      await workbench.screenshot('debugger');
      expect(await (await debug.evaluate('cart.lines.length')).innerText()).toBe(count);
      expect(await (await debug.evaluate('user.tenant')).innerText()).toMatch(/^'(?:atlas|lumen|nordwind)'$/);

      const position = page(/hit \d+ at .*, (\d+) of \d+/);
      const before = await position(stage);
      await debug.stepBack.click();
      await until(async () => (await position(stage)) === before - 1, { what: 'the hit before' });
      // Another debugger's business is not touched, and ours ends without a trace.
      await debug.stop();
      await debug.session.waitFor({ state: 'detached' });
    }),
  );
}

type Position = (stage: Parameters<Parameters<Job>[1]>[0]) => Promise<number>;

/** The number the Call Stack's heading has for the hit shown. */
const page =
  (pattern: RegExp): Position =>
  async ({ workbench }) => {
    const text = await until(
      async () => pattern.exec(await workbench.page.locator('.pane:has(.debug-call-stack)').innerText())?.[1],
      { what: 'the hit in the Call Stack' },
    );
    return Number(text);
  };
