import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark } from '../pages/probeMarks.ts';

/** The Targets view: what runs where and how it fares, and placing on one instance first. */
export function targetsViewJobs(job: Job): void {
  job('an instance tells its load, and its event loop delay and heap once a probe is in', (stage) =>
    whileServing(stage, async () => {
      const { workbench, scene } = stage;
      const { editor, gutter, views } = workbench;
      for (const view of ['Probes', 'Captures']) await views.showView(view, false);
      const row = views.rows(`pid ${scene.shop().child.pid}`, 'Targets');
      await views.expand(row);
      await views.rows(/^CPU[\d.,< ]+ % its event loop/, 'Targets').waitFor();
      await editor.open('checkout.ts');
      await gutter.choose(lines.pay, 'Toggle Counter');
      await seeMark(gutter, lines.pay, 'counter armed');
      await views.rows(/^Event loop delay[\d.,]+ (?:µs|ms|s)/, 'Targets').waitFor();
      await views.rows(/^Heap\d+ MB of [\d,]+ MB/, 'Targets').waitFor();
      await workbench.screenshot('targets');
      await row.locator('.monaco-tl-twistie').click();
      for (const view of ['Probes', 'Captures']) await views.showView(view, true);
    }),
  );

  job('probes are placed on one instance first, and widened with one click', async (stage) => {
    const { workbench, withHub } = stage;
    const { editor, gutter, views } = workbench;
    const targets = views.view('Targets');
    await targets.hover();
    await views.action(targets, 'Place New Probes on One Instance First').click();
    await targets.hover();
    await views.action(targets, 'Place New Probes on All Instances').waitFor();
    try {
      await editor.open('checkout.ts');
      await gutter.choose(lines.pay, 'Toggle Counter');
      await seeMark(gutter, lines.pay, 'counter armed');
      await withHub((hub) => hub.until('a canary', () => only(hub.probes)?.probe.spec.target.anyOne === true));
      const row = views.rows(`Line ${lines.pay}`, 'Probes');
      await row.hover();
      await workbench.screenshot('canary');
      await views.action(row, 'Widen to All Instances').click();
      await withHub((hub) => hub.until('a wide one', () => only(hub.probes)?.probe.spec.target.anyOne === undefined));
      await until(async () => (await views.action(row, 'Widen to All Instances').count()) === 0, {
        what: 'nothing left to widen',
      });
    } finally {
      await targets.hover();
      await views.action(targets, 'Place New Probes on All Instances').click();
    }
  });
}

const only = <T>(probes: ReadonlyMap<string, T>): T | undefined => [...probes.values()][0];
