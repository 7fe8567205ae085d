import { expect } from 'vitest';
import { chooseMenuItem } from '../harness/gutter.ts';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeMark, seeNoMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

/** The Probes view: why nothing arrived, its facts, its order, pause and more time. */
export function probesViewJobs(job: Job): void {
  job('why nothing arrived is answered in the Probes view, with the facts below the probe', (stage) =>
    whileServing(stage, async () => {
      const { workbench, withHub } = stage;
      const { editor, gutter, palette, views } = workbench;
      await editor.open('checkout.ts');
      await gutter.choose(lines.pay, 'Add Conditional Snapshot');
      await palette.type('total === -1');
      await seeMark(gutter, lines.pay, 'snapshot armed');
      await withHub((hub) =>
        hub.until('false conditions', () =>
          [...hub.probes.values()].some(({ statuses }) => (statuses[0]?.status.counts.conditionFalse ?? 0) > 20),
        ),
      );
      const row = views.rows(`Line ${lines.pay}`, 'Probes');
      await views.expand(row);
      await views.rows(/Its condition `total === -1` was false all/, 'Probes').waitFor();
      await views.rows(/^Evaluated/, 'Probes').waitFor();
      await views.rows(/^Cost/, 'Probes').waitFor();
      await workbench.screenshot('probe-facts');

      await row.click({ button: 'right' });
      await chooseMenuItem(workbench.page, 'Why Did Nothing Arrive?');
      const toast = views.toast(/Its condition `total === -1` was false all [\d,]+ times the line ran/);
      await toast.getByRole('button', { name: 'Edit Probe…' }).waitFor();
      await workbench.screenshot('why-nothing');
    }),
  );

  job('one click pauses every probe, the view says so, and another click goes on', (stage) =>
    whileServing(stage, async () => {
      const { workbench } = stage;
      const { editor, gutter, views } = workbench;
      await editor.open('checkout.ts');
      await gutter.choose(lines.pay, 'Toggle Counter');
      await seeMark(gutter, lines.pay, 'counter armed');
      const probes = views.view('Probes');
      await probes.hover();
      await views.action(probes, 'Pause All').click();
      await probes.getByText('All probes are paused').waitFor();
      await seeState(stage, 'disabled');
      await workbench.screenshot('paused');
      await views.action(probes, 'Resume All').click();
      await seeMark(gutter, lines.pay, 'counter armed');
      await probes.getByText('All probes are paused').waitFor({ state: 'detached' });
    }),
  );

  job(
    'a probe is dragged from the view onto another line, and moved to the cursor; nothing is written',
    async (stage) => {
      const { workbench } = stage;
      const { editor, gutter, palette, views } = workbench;
      await editor.open('checkout.ts');
      await gutter.choose(lines.net, 'Toggle Counter');
      await seeMark(gutter, lines.net, 'counter armed');
      const before = await editor.lineText(lines.rate);
      await views.rows(`Line ${lines.net}`, 'Probes').hover();
      await workbench.page.mouse.down();
      const line = editor.element.locator('.view-line').filter({ hasText: 'rateFor(' });
      // VS Code draws over its own text, and takes the drop there.
      await line.hover({ position: { x: 60, y: 8 }, force: true });
      await line.hover({ position: { x: 64, y: 8 }, force: true });
      await workbench.page.mouse.up();
      await seeMark(gutter, lines.rate, 'counter armed');
      await seeNoMark(gutter, lines.net);
      expect(await editor.lineText(lines.rate)).toContain(before);
      await workbench.page.locator('.tabs-container .tab.active:not(.dirty)').waitFor();

      await editor.goToLine(lines.pay);
      await workbench.command('stillframe.moveProbe');
      await palette.pick(`Counter checkout.ts:${lines.rate}`);
      await seeMark(gutter, lines.pay, 'counter armed');
      await seeNoMark(gutter, lines.rate);

      // The menu of a row stays the row's while its numbers change.
      await editor.goToLine(lines.net);
      const counter = views.rows(`Line ${lines.pay}`, 'Probes');
      await counter.click({ button: 'right' });
      const shown = await counter.innerText();
      await until(async () => (await counter.innerText()) !== shown, { what: 'its numbers to change' });
      await chooseMenuItem(workbench.page, "Move to the Cursor's Line");
      await seeMark(gutter, lines.net, 'counter armed');
      await seeNoMark(gutter, lines.pay);
    },
  );

  job('probes are gathered by kind and by file; one that is done is renewed in its row', async (stage) => {
    const { workbench } = stage;
    const { editor, gutter, views } = workbench;
    await editor.open('checkout.ts');
    await gutter.choose(lines.net, 'Toggle Counter');
    // The counter's lens pushes the lines below it down: a click before it came would hit the line above.
    await editor.codeLens(/hits · /).waitFor();
    await gutter.click(lines.pay);
    await seeMark(gutter, lines.pay, 'snapshot ended');
    await workbench.command('stillframe.groupProbesByKind');
    await views.rows(/^Snapshots/, 'Probes').waitFor();
    const row = views.rows(`checkout.ts:${lines.pay}`, 'Probes');
    await row.filter({ hasText: 'done' }).waitFor();
    await workbench.screenshot('probes-by-kind');
    const [before] = await acceptedOf(stage);
    expect(before?.ended).toBe('done');
    await row.hover();
    await views.action(row, 'Renew Probe').click();
    await until(
      async () => (await acceptedOf(stage)).some(({ createdAtMs }) => createdAtMs > (before?.createdAtMs ?? 0)),
      {
        what: 'the snapshot to start over',
      },
    );
    await workbench.command('stillframe.groupProbesByFile');
    await views.rows(`Line ${lines.pay}`, 'Probes').waitFor();
  });
}

async function seeState({ withHub }: Stage, state: string): Promise<void> {
  await withHub((hub) =>
    hub.until(state, () => [...hub.probes.values()].every(({ statuses }) => statuses[0]?.status.state === state)),
  );
}

/** The snapshots the hub holds. */
const acceptedOf = ({ withHub }: Stage) =>
  withHub((hub) =>
    Promise.resolve(
      [...hub.probes.values()]
        .filter(({ probe }) => probe.spec.kind === 'snapshot')
        .map(({ probe: { createdAtMs }, ended }) => ({ createdAtMs, ended })),
    ),
  );
