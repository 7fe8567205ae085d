import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, type Job } from '../job.ts';
import { comparison } from '../pages/capturesView.ts';
import { seeMark } from '../pages/probeMarks.ts';
import type { Stage } from '../stage.ts';

/** What is done with captures that are there: compared, pinned, watched, taken deeper. */
export function captureJobs(job: Job): void {
  job('a hit is compared with the one before, and a pinned one stays when the others are cleared', async (stage) => {
    const { workbench, captures, withHub } = stage;
    const { editor, gutter, views } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.pay);
    await seeMark(gutter, lines.pay, 'snapshot ended');
    const rows = await captures.rows();
    await captures.select(rows.nth(1));
    const before = await captures.value('startedAt');
    await captures.select(rows.first());
    const after = await captures.value('startedAt');

    await captures.choose(rows.first(), 'Compare with Previous Hit');
    const compared = await comparison(views);
    const startedAt = compared.locator('.difference').filter({ hasText: 'startedAt' });
    await startedAt.waitFor();
    expect(await startedAt.locator('.diffSide').allInnerTexts()).toEqual([before, after]);
    expect(await startedAt.getAttribute('aria-label')).toMatch(/^startedAt, changed/);
    expect(await compared.locator('.difference.same').count()).toBe(0);
    await workbench.screenshot('comparison');
    await compared.getByLabel('Only changes').uncheck();
    await compared.locator('.difference.same').first().waitFor();

    await captures.choose(rows.last(), 'Pin');
    await until(async () => ((await rows.first().getAttribute('aria-label')) ?? '').startsWith('pinned'), {
      what: 'the pinned capture on top',
    });
    await withHub((hub) => hub.call('captures/clear', {}));
    await until(async () => (await captures.count()) === 1, { what: 'only the pinned capture to be left' });
    await captures.choose(rows.first(), 'Unpin');
    await until(async () => !((await rows.first().getAttribute('aria-label')) ?? 'pinned').startsWith('pinned'), {
      what: 'the capture to be unpinned',
    });
  });

  job('a value that was cut is fetched deeper at the next hit, and an expression is watched', async (stage) => {
    const { workbench, captures } = stage;
    await workbench.editor.open('checkout.ts');
    await takeShallow(stage);
    await until(async () => (await captures.count()) === 1, { what: 'the shallow capture' });
    await captures.open('cart');
    await captures.open('lines', 3);
    await (await captures.frame()).getByRole('button', { name: 'Fetch deeper' }).first().click();

    await until(async () => (await captures.count()) === 2, { what: 'the deeper capture' });
    await captures.open('cart.lines');
    expect(await captures.value('0', 3)).toMatch(/sku: '/);
    await workbench.screenshot('deeper');

    await captures.select((await captures.rows()).last());
    await captures.choose(await captures.variable('id', 3), 'Add to Watch');
    await workbench.views.toast('cart.id is watched from the next hit on.').waitFor();
    await until(async () => (await captures.count()) === 3, { what: 'the capture with the watch' });
    await captures.select((await captures.rows()).first());
    expect(await captures.value('cart.id')).toMatch(/^'c-\d+'$/);
  });
}

/** One hit, of which only the first members of each variable are taken. */
async function takeShallow({ withHub }: Stage): Promise<void> {
  await withHub((hub) =>
    hub.call('probe/add', {
      spec: {
        kind: 'snapshot',
        at: { file: 'src/checkout.ts', line1: lines.pay },
        maxHits: 1,
        frames: 1,
        limits: { depth: 1 },
      },
    }),
  );
}
