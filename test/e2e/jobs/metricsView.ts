import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import type { Stage } from '../stage.ts';

/** The Metrics view: charts of percentiles, groups and values, the instances beside them, and standing still. */
export function metricsViewJobs(job: Job): void {
  job(
    'a metric by group is read over time, as a histogram and by group, beside its instance; paused, it stands',
    (stage) =>
      whileServing(stage, async () => {
        const { workbench, metrics, withHub } = stage;
        const { views, editor } = workbench;
        await editor.open('checkout.ts');
        const file = `${stage.scene.vscode.folder}/src/checkout.ts`;
        await withHub((hub) =>
          hub.placeAnd('armed', {
            kind: 'metric',
            at: { file, line1: lines.pay },
            value: 'cart.lines.length',
            by: 'user.tenant',
            label: 'lines of a cart',
          }),
        );
        for (const view of ['Targets', 'Probes', 'Captures']) await views.showView(view, false);
        await workbench.command('stillframe.openMetrics');
        const card = await metrics.card(`Metric checkout.ts:${lines.pay}`);
        await until(async () => Number(await metrics.figure(card, 'n')) > 60, { what: 'numbers', timeoutMs: 30_000 });
        const instance = (await metrics.frame()).locator('article[aria-label^="Instance "]');
        await until(async () => (await metrics.figure(instance, 'heap')).endsWith('MB'), {
          what: 'the heap of the instance',
        });
        expect(await metrics.figure(instance, 'event loop')).toMatch(/^[\d.]+ %$/);
        await workbench.screenshot('metrics-time');

        await card.getByRole('button', { name: 'Histogram' }).click();
        await card.locator('.histogram .bar').first().waitFor();
        expect(await card.locator('.histogram').getAttribute('aria-label')).toMatch(
          /^Histogram of [\d,]+ values from /,
        );
        await workbench.screenshot('metrics-histogram');
        await card.getByRole('button', { name: 'Groups' }).click();
        await until(
          async () => (await card.locator('.legend li').allInnerTexts()).sort().join() === 'atlas,lumen,nordwind',
          {
            what: 'a line for each tenant',
          },
        );
        await card.locator('canvas').waitFor();
        await workbench.screenshot('metrics-groups');

        await (await metrics.frame()).getByRole('button', { name: 'Pause the charts' }).click();
        const still = await metrics.figure(card, 'n');
        const counted = await recorded(stage);
        await until(async () => (await recorded(stage)) > counted + 20, { what: 'the probe to go on' });
        expect(await metrics.figure(card, 'n')).toBe(still);
        await (await metrics.frame()).getByRole('button', { name: 'Let the charts go on' }).click();
        await until(async () => (await metrics.figure(card, 'n')) !== still, { what: 'the charts to go on' });
        for (const view of ['Targets', 'Probes', 'Captures']) await views.showView(view, true);
      }),
  );
}

const recorded = ({ withHub }: Stage): Promise<number> =>
  withHub((hub) => Promise.resolve([...hub.probes.values()][0]?.statuses[0]?.status.counts.captured ?? 0));
