import { expect } from 'vitest';
import { sourceLine } from '../harness/sourceLine.ts';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark, seeNoMark, snapshotWorks } from '../pages/probeMarks.ts';

const signature = sourceLine('checkout.ts', 'export async function checkout(');

/** What stands in the code while the service runs: values, hovers, problems and their quick fixes. */
export function codeJobs(job: Job): void {
  job('values stand at the line and above it in its function, with their history on hover', (stage) =>
    whileServing(stage, async () => {
      const { workbench, captures } = stage;
      const { editor, gutter, page } = workbench;
      await editor.open('checkout.ts');
      await gutter.click(lines.pay);
      // Ten hits, and the probe is done: from here on no value changes.
      await seeMark(gutter, lines.pay, 'snapshot ended');
      const shows = async (line1: number, text: RegExp) =>
        await until(async () => text.test(await editor.lineText(line1)), { what: `${String(text)} at line ${line1}` });
      await shows(lines.pay, /user = \{…\}, total = (?:\d+|NaN)/);
      await shows(lines.total, /total = (?:\d+|NaN)$/);
      await shows(lines.rate, /rate = (?:[\d.]+|NaN)$/);
      await shows(signature, /shop = \{…\}, cart = Cart \{…\}, user = \{…\}$/);

      const hover = await editor.hover(lines.total, 'total');
      await hover.getByText(/hit 10/).waitFor();
      const times = hover.locator('li a');
      expect(await times.count()).toBe(8);
      await workbench.screenshot('hover');
      const time = await times.nth(3).innerText();
      await times.nth(3).click();
      const selected = (await captures.rows()).and((await captures.frame()).locator('[aria-selected="true"]'));
      await selected.filter({ hasText: time }).waitFor();

      await editor.goToLine(lines.pay);
      await editor.focus();
      await page.keyboard.press('End');
      await page.keyboard.type(' // edited');
      await shows(lines.total, /edited since: total = (?:\d+|NaN)$/);
      await workbench.screenshot('edited-since');
    }),
  );

  job('a problem at a line without code is fixed from the light bulb', async ({ workbench, captures }) => {
    const { editor, gutter, views, page } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.noCode);
    await seeMark(gutter, lines.noCode, 'snapshot failed');
    await views.squiggles('warning').first().waitFor();
    await views.clearToasts();
    await editor.goToLine(lines.noCode);
    await editor.focus();
    const fixes = page.locator('.action-widget .monaco-list-row');
    // VS Code drops the question when the file's problems change before it is answered (TypeScript's own come in steps), and
    // says so nowhere: a person presses the key again.
    await until(
      async () => {
        await page.keyboard.press('Control+.');
        await fixes.filter({ hasText: 'Remove probe' }).waitFor({ timeout: 3000 });
        return true;
      },
      { what: 'the quick fixes' },
    );
    await workbench.screenshot('quick-fix');
    await fixes.filter({ hasText: `Move probe to line ${lines.net}` }).click();
    await seeNoMark(gutter, lines.noCode);
    await seeMark(gutter, lines.net, snapshotWorks);
    await (await captures.rows()).first().waitFor();
    await until(async () => (await views.squiggles('warning').count()) === 0, { what: 'no problem any more' });
  });

  job('a condition is completed from what was captured, and remembered', async ({ workbench, withHub }) => {
    const { editor, gutter, palette } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.pay);
    await seeMark(gutter, lines.pay, 'snapshot ended');
    const row = (text: string | RegExp) => palette.widget.locator('.monaco-list-row').filter({ hasText: text });
    const ask = async () => {
      await gutter.choose(lines.net, 'Add Conditional Snapshot');
      await palette.widget.getByText('Conditional Snapshot:').waitFor();
    };
    await ask();
    await palette.fill('cart.');
    await row(/lines\s*Array\(\d+\)/).waitFor();
    await workbench.screenshot('completion');
    await palette.pick(/lines\s*Array\(\d+\)/);
    const input = palette.widget.locator('input[type=text]').first();
    await until(async () => (await input.inputValue()) === 'cart.lines', { what: 'the member in the input' });
    await palette.fill('totl > 1');
    await row(/`totl` has no value at line \d+/).waitFor();
    await palette.type('cart.lines.length > 100');
    await seeMark(gutter, lines.net, 'snapshot armed');
    await withHub((hub) =>
      Promise.resolve(
        expect([...hub.probes.values()].map(({ probe }) => probe.spec.condition)).toContain('cart.lines.length > 100'),
      ),
    );
    await ask();
    await row(/cart\.lines\.length > 100\s*used before/).waitFor();
    await palette.close();
  });
}
