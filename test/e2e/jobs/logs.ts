import { until } from '../harness/until.ts';
import { expect } from 'vitest';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark } from '../pages/probeMarks.ts';

const template = 'cart {cart.id} of {user.tenant}: total {total}';
const rendered =
  /\d\d:\d\d:\d\d\.\d{3} \S+ \S+ cart c-\d+ of (?:atlas|lumen|nordwind): total (?:\d+|NaN) {2}\(checkout\.ts:\d+\)/;

/** Logs: placed with a template, read in their output channel. */
export function logJobs(job: Job): void {
  job('a log arrives in the output channel Stillframe Logs', (stage) =>
    whileServing(stage, async () => {
      const { workbench, scene } = stage;
      const { editor, gutter, palette, views } = workbench;
      await editor.open('checkout.ts');
      await gutter.choose(lines.pay, /^Add Log…$/);
      await palette.type(template);
      await seeMark(gutter, lines.pay, ['log armed', 'log hit']);
      await workbench.command('stillframe.showLogs');
      const output = await views.showOutput('Stillframe Logs');
      await until(async () => rendered.test((await output.innerText()).replaceAll('\u00a0', ' ')), {
        what: 'a rendered line in the panel',
      });
      const lineCount = async (): Promise<number> =>
        (await scene.vscode.server.outputChannel('Stillframe Logs')).split('\n').filter((line) => rendered.test(line))
          .length;
      await until(async () => (await lineCount()) > 10, { what: 'more lines' });
      expect(await lineCount()).toBeGreaterThan(10);
      await workbench.screenshot('log');
    }),
  );
}
