import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark, seeNoMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

/** Counters, tic-tocs and metrics: from the line's menu and the palette, toggled, read at the line and in the Metrics view. */
export function numberJobs(job: Job): void {
  job('a counter from the line menu counts at the line and in the Metrics view', (stage) =>
    whileServing(stage, async () => {
      const { workbench, metrics } = stage;
      await workbench.editor.open('checkout.ts');
      await workbench.gutter.choose(lines.pay, 'Toggle Counter');
      await seeMark(workbench.gutter, lines.pay, 'counter armed');
      // Clicked, the numbers at the line open the view that has more of them.
      await workbench.editor.codeLens(/[1-9]\d* hits · [\d.]+\/s/).click();
      const card = await metrics.card(`Counter checkout.ts:${lines.pay}`);
      await until(async () => Number(await metrics.figure(card, 'hits')) > 10, { what: 'the card to count' });
      await until(async () => Number(await metrics.figure(card, 'per second')) > 5, { what: 'a rate' });
      await card.locator('canvas').waitFor();
    }),
  );

  job('counters are toggled from the palette: this line, and all at once', async (stage) => {
    const { workbench, withHub } = stage;
    const { editor, gutter } = workbench;
    await editor.open('checkout.ts');
    for (const line1 of [lines.rate, lines.pay]) {
      await editor.goToLine(line1);
      await workbench.command('stillframe.toggleCounter');
      await seeMark(gutter, line1, 'counter armed');
    }

    await workbench.command('stillframe.toggleCounter');
    await seeMark(gutter, lines.pay, 'counter ended');
    await seeMark(gutter, lines.rate, 'counter armed');
    await editor.codeLens(/^disabled · [\d,]+ hits?/).waitFor();

    await workbench.command('stillframe.toggleAllCounters');
    await seeMark(gutter, lines.rate, 'counter ended');
    await withHub(async (hub) => {
      const enabled = [...hub.probes.values()].map((view) => view.probe.enabled);
      expect(enabled).toEqual([false, false]);
    });
    await workbench.screenshot('counters-off');

    await workbench.command('stillframe.toggleAllCounters');
    for (const line1 of [lines.rate, lines.pay]) await seeMark(gutter, line1, 'counter armed');
    await editor.focus();
    await until(async () => (await editor.codeLens(/^[1-9][\d,]* hits · /).count()) === 2, {
      what: 'both to count again',
    });
  });

  job('a tic-toc from the line menu times the way between two lines', (stage) =>
    whileServing(stage, async () => {
      const { workbench, metrics, seeStatus } = stage;
      const { editor, gutter } = workbench;
      await editor.open('checkout.ts');
      await gutter.choose(lines.rate, 'Start Tic-Toc Here');
      await seeMark(gutter, lines.rate, 'tic pending');
      await seeStatus('choose the end line');
      await gutter.choose(lines.pay, 'End Tic-Toc Here');
      await seeMark(gutter, lines.rate, 'tic armed');
      await seeMark(gutter, lines.pay, 'toc armed');
      await seeStatus('1 target');
      await editor.codeLens(/p50 [\d.,]+ (µs|ms|s) · p99 [\d.,]+ (µs|ms|s) · n [\d,]+/).waitFor();
      await workbench.command('stillframe.openMetrics');
      const card = await metrics.card(`Tic-Toc checkout.ts:${lines.rate} → ${lines.pay}`);
      await until(async () => Number(await metrics.figure(card, 'n')) > 10, { what: 'ten times between the lines' });
      expect(await metrics.figure(card, 'p50')).toMatch(/^[\d.,]+ (µs|ms|s)$/);
    }),
  );

  job('a tic-toc and a metric from the palette, beside a counter', async (stage) => {
    const { workbench, metrics } = stage;
    const { editor, gutter, palette } = workbench;
    await editor.open('checkout.ts');
    await editor.goToLine(lines.rate);
    await workbench.command('stillframe.startTicToc');
    await editor.goToLine(lines.net);
    await workbench.command('stillframe.endTicToc');
    await editor.goToLine(lines.pay);
    await workbench.command('stillframe.toggleCounter');
    await editor.goToLine(lines.total);
    await workbench.command('stillframe.addMetric');
    await palette.type('cart.lines.length');
    await seeMark(gutter, lines.total, 'metric armed');

    await workbench.command('stillframe.openMetrics');
    const metric = await metrics.card(`Metric checkout.ts:${lines.total}`);
    await until(async () => Number(await metrics.figure(metric, 'n')) > 10, { what: 'the metric to record' });
    const median = Number(await metrics.figure(metric, 'p50'));
    expect(median).toBeGreaterThanOrEqual(1);
    expect(median).toBeLessThan(20);
    const card = await metrics.card(`Tic-Toc checkout.ts:${lines.rate} → ${lines.net}`);
    await until(async () => Number(await metrics.figure(card, 'n')) > 10, { what: 'the tic-toc to record' });
    for (const view of ['Targets', 'Captures']) await workbench.views.showView(view, false);
    await editor.focus();
    await editor.codeLens(/hits · /).waitFor();
    await seeGrownChart(stage);
    await workbench.screenshot('numbers');
    for (const view of ['Targets', 'Captures']) await workbench.views.showView(view, true);
  });

  job('a probe is disabled, enabled and removed from the line menu', async ({ workbench }) => {
    const { editor, gutter } = workbench;
    await editor.open('checkout.ts');
    await gutter.choose(lines.net, 'Toggle Counter');
    await seeMark(gutter, lines.net, 'counter armed');
    await gutter.choose(lines.net, 'Disable Probe');
    await seeMark(gutter, lines.net, 'counter ended');
    await gutter.choose(lines.net, 'Enable Probe');
    await seeMark(gutter, lines.net, 'counter armed');
    await gutter.choose(lines.net, 'Remove Probe');
    await seeNoMark(gutter, lines.net);
  });
}

/** A chart worth a picture has some seconds in it. */
async function seeGrownChart({ metrics }: Stage): Promise<void> {
  const card = await metrics.card(`Counter checkout.ts:${lines.pay}`);
  await until(async () => Number(await metrics.figure(card, 'hits')) > 120, { what: '120 hits', timeoutMs: 30_000 });
}
