import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../harness/until.ts';
import { lines, type Job } from '../job.ts';
import { seeMark, seeNoMark } from '../pages/probeMarks.ts';

/** `stillframe.json`: probes that come and go with a file of the workspace. */
export function probesFileJobs(job: Job): void {
  job('probes of stillframe.json come, are doubted and go with it, and are changed only there', async (stage) => {
    const { workbench, scene, withHub } = stage;
    const { editor, gutter, views } = workbench;
    const file = path.join(scene.vscode.folder, 'stillframe.json');
    const write = (...entries: readonly object[]): Promise<void> =>
      writeFile(file, `// shared by all\n${JSON.stringify({ probes: entries }, null, 2)}\n`);
    const counter = { kind: 'counter', at: `src/checkout.ts:${lines.net}`, label: 'carts' };
    const text = 'const charged = pay(user, total);';
    try {
      await editor.open('checkout.ts');
      // Of another line by number, and found by its text.
      await write(counter, { kind: 'snapshot', at: 'src/checkout.ts:2', text, maxHits: 1 });
      await seeMark(gutter, lines.net, 'counter armed');
      await seeMark(gutter, lines.pay, 'snapshot ended');
      await views.rows('carts', 'Probes').filter({ hasText: 'from stillframe.json' }).waitFor();

      await workbench.command('stillframe.removeAllProbes');
      await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove 2' }).click();
      await views.toast('This probe comes from stillframe.json: change or remove it there.').waitFor();
      await workbench.page.locator('.tabs-container .tab.active[data-resource-name="stillframe.json"]').waitFor();

      await write({ ...counter, condition: 'cart =' });
      await views.squiggles('warning').waitFor();
      await workbench.screenshot('probes-file');
      await withHub((hub) => hub.until('no probe', () => hub.probes.size === 0));

      await write(counter);
      await until(async () => (await views.squiggles('warning').count()) === 0, { what: 'the problem to be gone' });
      await editor.open('checkout.ts');
      await seeMark(gutter, lines.net, 'counter armed');
      await rm(file);
      await seeNoMark(gutter, lines.net);
    } finally {
      await rm(file, { force: true });
    }
  });
}
