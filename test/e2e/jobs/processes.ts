import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

/** Processes that come and go: the service, the hub, a second window. */
export function processJobs(job: Job): void {
  job('a service that is killed and started again gets its probes back by itself', async (stage) => {
    const { scene, workbench, seeStatus } = stage;
    const { editor, gutter, views } = workbench;
    await editor.open('checkout.ts');
    await gutter.choose(lines.pay, 'Toggle Counter');
    await seeMark(gutter, lines.pay, 'counter armed');

    await scene.shop().stop('SIGKILL');
    await seeStatus('no targets');
    await seeMark(gutter, lines.pay, 'counter pending');
    await until(async () => (await editor.lineText(lines.pay)).includes('waiting for an agent'), {
      what: 'the reason',
    });
    await workbench.screenshot('service-lost');

    const { child } = await scene.restartShop();
    await seeStatus('1 target');
    await seeMark(gutter, lines.pay, 'counter armed');
    await views.rows(`pid ${child.pid}`, 'Targets').waitFor();
    await editor.focus();
    await editor.codeLens(/[1-9]\d* hits · /).waitFor();
  });

  job('a hub killed in the middle is started again; probes and captures are still there', (stage) =>
    whileServing(stage, async () => {
      const { workbench, captures, hubFile, seeStatus } = stage;
      const { editor, gutter } = workbench;
      await editor.open('checkout.ts');
      await gutter.click(lines.net);
      await gutter.choose(lines.pay, 'Toggle Counter');
      await seeMark(gutter, lines.pay, 'counter armed');
      await seeMark(gutter, lines.net, 'snapshot ended');
      const before = await captures.count();

      const killed = await hubFile();
      process.kill(killed.pid, 'SIGKILL');
      await seeStatus('connecting');
      await workbench.screenshot('hub-lost');
      await seeStatus('1 target');
      expect((await hubFile()).pid).not.toBe(killed.pid);
      await seeMark(gutter, lines.pay, 'counter armed');
      await until(async () => (await captures.count()) === before, { what: 'the same captures' });
      await gutter.click(lines.rate);
      await until(async () => (await captures.count()) > before, { what: 'new captures' });
    }),
  );

  job('two windows share one hub and show the same; a window that is reloaded shows it again', async (stage) => {
    const { scene, workbench, hubFile, withHub } = stage;
    const { pid } = await hubFile();
    await workbench.editor.open('checkout.ts');
    await workbench.gutter.choose(lines.net, 'Toggle Counter');
    await seeMark(workbench.gutter, lines.net, 'counter armed');
    const second = await scene.vscode.openWindow();
    try {
      await second.editor.open('checkout.ts');
      await seeMark(second.gutter, lines.net, 'counter armed');
      // The counter's lens pushes the lines below it down: a click before it came would hit the line above.
      await second.editor.codeLens(/hits · /).waitFor();
      await second.gutter.click(lines.pay);
      await seeMark(workbench.gutter, lines.pay, 'snapshot ended');
      await seeMark(second.gutter, lines.pay, 'snapshot ended');
      await seeSameCaptures(stage);
    } finally {
      await second.page.close();
    }
    expect((await hubFile()).pid).toBe(pid);

    await workbench.reload();
    await workbench.views.openContainer('Stillframe');
    await workbench.editor.open('checkout.ts');
    await seeMark(workbench.gutter, lines.net, 'counter armed');
    await seeMark(workbench.gutter, lines.pay, 'snapshot ended');
    await seeSameCaptures(stage);
    await withHub((hub) => Promise.resolve(expect(hub.probes.size).toBe(2)));
  });
}

/** The view has as many captures as the hub. */
async function seeSameCaptures({ captures, withHub }: Stage): Promise<void> {
  const kept = await withHub(async (hub) => (await hub.call('captures/list', {})).captures.length);
  expect(kept).toBeGreaterThan(0);
  await until(async () => (await captures.count()) === kept, { what: `${kept} captures in the view` });
}
