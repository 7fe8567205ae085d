import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, whileServing, type Job } from '../job.ts';
import { seeNoMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

const configuration = { type: 'stillframe', request: 'attach', name: 'Live shop', target: 'all' };

/** A launch configuration, in which VS Code's own breakpoints are snapshots and logs on the live service. */
export function liveSessionJobs(job: Job): void {
  job(
    'in a live session breakpoints and logpoints show hits of the running service, and go with the session',
    (stage) =>
      withLaunchJson(stage, () =>
        whileServing(stage, async () => {
          const { workbench, withHub } = stage;
          const { editor, gutter, debug, page } = workbench;
          await editor.open('checkout.ts');
          await workbench.command('workbench.action.debug.start');
          await debug.session.waitFor();
          await gutter.click(lines.pay);
          await gutter.choose(lines.net, /^Add Logpoint/);
          await debug.fillBreakpoint('cart {cart.id} of {user.tenant}');

          await debug.callStack(/hit 1 at/).waitFor({ timeout: 30_000 });
          // Ten hits, and the snapshot is done: from here on no thread comes.
          await withHub((hub) =>
            hub.until('ten hits', () => [...hub.probes.values()].some(({ ended }) => ended === 'done')),
          );
          await debug.topFrameLine.first().waitFor();
          await debug.variable(/^total.*(?:\d|NaN)$/).waitFor();
          expect(await (await debug.evaluate('user.tenant')).innerText()).toMatch(/^'(?:atlas|lumen|nordwind)'$/);
          await page
            .locator('.repl .monaco-list-row')
            .filter({ hasText: /cart c-\d+ of (?:atlas|lumen|nordwind)/ })
            .first()
            .waitFor();
          // VS Code shows them as its own; a second icon beside would only say the same.
          expect(await gutter.breakpoints().count()).toBeGreaterThanOrEqual(2);
          await seeNoMark(gutter, lines.pay);
          await seeNoMark(gutter, lines.net);
          await withHub((hub) => Promise.resolve(expect(kindsOf(hub.probes.values())).toEqual(['log', 'snapshot'])));
          await workbench.screenshot('live-session');

          await debug.stop();
          await debug.session.waitFor({ state: 'detached' });
          await withHub((hub) => hub.until('no probe', () => hub.probes.size === 0));
        }),
      ),
  );
}

const kindsOf = (views: Iterable<{ readonly probe: { readonly spec: { readonly kind: string } } }>) =>
  [...views].map(({ probe }) => probe.spec.kind).sort();

async function withLaunchJson(stage: Stage, body: () => Promise<void>): Promise<void> {
  const folder = path.join(stage.scene.vscode.folder, '.vscode');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'launch.json'), JSON.stringify({ configurations: [configuration] }));
  // VS Code watches the folder; it says so by offering the configuration.
  await until(
    async () => {
      await stage.workbench.views.openContainer('Run and Debug');
      return await stage.workbench.page
        .locator('.start-debug-action-item')
        .filter({ hasText: configuration.name })
        .isVisible();
    },
    { what: 'the launch configuration to be offered' },
  );
  try {
    await body();
  } finally {
    await rm(folder, { recursive: true });
  }
}
