import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import type { Job } from '../job.ts';
import { seeMark, snapshotWorks } from '../pages/probeMarks.ts';

/** The first minutes: the walkthrough, the example, and the agent in a service's own start script. */
export function firstRunJobs(job: Job): void {
  job('the example runs with one click and is a target to take a snapshot of', async (stage) => {
    const { workbench, withHub, captures } = stage;
    const { editor, gutter, views, page } = workbench;
    await workbench.command('stillframe.runExample');
    const tab = page.locator('.tabs-container .tab.active[data-resource-name="app.mjs"]');
    await tab.waitFor();
    try {
      await views.rows(/^example/, 'Targets').waitFor({ timeout: 30_000 });
      const line = 'return total > 0 ? total : 0;';
      const number = exampleLine(line);
      await gutter.click(number);
      await seeMark(gutter, number, snapshotWorks);
      await (await captures.rows()).first().waitFor();
      expect(await captures.value('net')).toMatch(/^\d+$/);
      await until(async () => (await editor.lineText(number)).includes('total = '), { what: 'the value at the line' });
      await workbench.screenshot('example');
    } finally {
      await workbench.command('workbench.action.terminal.killAll');
      await withHub((hub) =>
        hub.until('the example to end', () =>
          [...hub.instances.values()].every(({ instance, connected }) => instance.app !== 'example' || !connected),
        ),
      );
    }
  });

  job('the agent is put into the start script, to be looked at before it is saved', async ({ scene, workbench }) => {
    const { page, palette } = workbench;
    await workbench.command('stillframe.addAgentToStart');
    await page.locator('.tabs-container .tab.active[data-resource-name="package.json"]').waitFor();
    await until(
      async () =>
        (await workbench.editor.element.locator('.view-lines').innerText())
          .replaceAll('\u00a0', ' ')
          .includes('"start": "node --import @stillframe/agent/register dist/server.js"'),
      { what: 'the changed script' },
    );
    await page.locator('.tabs-container .tab.active.dirty').waitFor();
    const file = path.join(scene.vscode.folder, 'package.json');
    expect(readFileSync(file, 'utf8')).toContain('"start": "node dist/server.js"');
    await workbench.screenshot('add-agent');
    await palette.run('workbench.action.revertAndCloseActiveEditor');
  });

  job('the walkthrough tells how to begin, with pictures and the next step as a button', async ({ workbench }) => {
    const { page, palette, views } = workbench;
    // Beside a wide side bar there is no room for pictures.
    await workbench.command('workbench.action.closeSidebar');
    await workbench.command('stillframe.openWalkthrough');
    const walkthrough = page.locator('.gettingStartedContainer');
    await walkthrough.getByText('Get Started with Stillframe').first().waitFor();
    const step = walkthrough.locator('.getting-started-step').filter({ hasText: 'Take a snapshot' });
    await step.click();
    const openCaptures = step.getByRole('button', { name: 'Open Captures' });
    await openCaptures.waitFor();
    const picture = walkthrough.locator('.getting-started-media img');
    await picture.waitFor();
    await workbench.screenshot('walkthrough');
    await openCaptures.click();
    await views.view('Captures').waitFor();
    await palette.run('workbench.action.closeAllEditors');
  });
}

function exampleLine(text: string): number {
  const file = path.resolve(import.meta.dirname, '../../../extension/media/example/app.mjs');
  const index = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`The example has no line with: ${text}`);
  return index + 1;
}
