import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import type { Stage } from '../stage.ts';
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

      const before = await position(stage);
      await debug.stepBack.click();
      await until(async () => (await position(stage)) === before - 1, { what: 'the hit before' });
      // Another debugger's business is not touched, and ours ends without a trace.
      await debug.stop();
      await debug.session.waitFor({ state: 'detached' });
    }),
  );
}

/** Which of the hits the frame that is looked at belongs to: `8 of 10` beside its thread. */
async function position({ workbench }: Stage): Promise<number> {
  const rows = await workbench.debug.callStack(/./).evaluateAll((all) =>
    all.map((row) => ({
      index: Number(row.getAttribute('data-index')),
      isSelected: row.classList.contains('selected'),
      state: row.querySelector('.state')?.textContent ?? '',
    })),
  );
  const inOrder = rows.sort((a, b) => a.index - b.index);
  const selected = inOrder.findIndex(({ isSelected }) => isSelected);
  const thread = inOrder.slice(0, selected + 1).findLast(({ state }) => / of \d+/.test(state));
  return Number(/(\d+) of \d+/.exec(thread?.state ?? '')?.[1]);
}
