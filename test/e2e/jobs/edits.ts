import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark, seeNoMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

/** Probes follow the code as it is edited, while another version of it runs. */
export function editJobs(job: Job): void {
  job('a probe moves with the lines above it, and stays in the statement that runs', (stage) =>
    whileServing(stage, async () => {
      const { workbench, scene } = stage;
      const { page, editor, gutter } = workbench;
      const file = path.join(scene.vscode.folder, 'src/checkout.ts');
      const original = readFileSync(file, 'utf8');
      try {
        await editor.open('checkout.ts');
        await gutter.choose(lines.pay, 'Toggle Counter');
        await seeMark(gutter, lines.pay, 'counter armed');
        await editor.goToLine(1);
        await editor.focus();
        await page.keyboard.press('Home');
        for (let line = 0; line < 2; line++) await page.keyboard.press('Enter');
        await seeMark(gutter, lines.pay + 2, 'counter armed');
        await seeNoMark(gutter, lines.pay);

        const before = await counted(stage);
        await page.keyboard.press('Control+S');
        await seeLine(stage, lines.pay + 2, 'SOURCE_DIFFERS');
        await until(
          async () => (await editor.lineText(lines.pay + 2)).includes(`line ${lines.pay} in the source that runs`),
          { what: 'what differs, at the line' },
        );
        await until(async () => (await counted(stage)) > before + 10, { what: 'the counter to go on' });
        await workbench.screenshot('source-differs');

        await editor.focus();
        await until(
          async () => {
            await page.keyboard.press('Control+Z');
            return (await editor.lineText(lines.pay)).includes('pay(user, total)');
          },
          { what: 'the edits to be undone', everyMs: 300 },
        );
        await page.keyboard.press('Control+S');
        await seeLine(stage, lines.pay, undefined);
        await seeMark(gutter, lines.pay, 'counter armed');
      } finally {
        writeFileSync(file, original);
      }
    }),
  );
}

const seeLine = ({ withHub }: Stage, line1: number, code: string | undefined): Promise<unknown> =>
  withHub((hub) =>
    hub.until(`line ${line1}`, () =>
      [...hub.probes.values()].some(
        ({ probe, statuses }) => probe.spec.at.line1 === line1 && statuses[0]?.status.reason?.code === code,
      ),
    ),
  );

const counted = ({ withHub }: Stage): Promise<number> =>
  withHub((hub) => Promise.resolve([...hub.probes.values()][0]?.statuses[0]?.status.counts.captured ?? 0));
