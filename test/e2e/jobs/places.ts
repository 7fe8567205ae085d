import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { shopDir } from '../../support/shop.mjs';
import { until } from '../harness/until.ts';
import { lines, type Job } from '../job.ts';
import { seeMark, seeNoMark, snapshotWorks } from '../pages/probeMarks.ts';

/** Places where a probe cannot be, or not yet: said at the line, with the next step. */
export function placeJobs(job: Job): void {
  job(
    'a snapshot in a file that is not loaded yet waits, and arms by itself when it is',
    async ({ scene, workbench, captures }) => {
      const { editor, gutter, views } = workbench;
      await editor.open('refund.ts');
      await gutter.click(lines.refund);
      await seeMark(gutter, lines.refund, 'snapshot pending');
      await until(async () => (await editor.lineText(lines.refund)).includes('waiting for this file to load'), {
        what: 'the reason at the line',
      });
      await views.rows(`Line ${lines.refund}`, 'Probes').filter({ hasText: 'pending' }).waitFor();
      await workbench.screenshot('pending');

      const { url } = scene.shop();
      const { cartId, token } = someOrder();
      const refunds = async (): Promise<number> => (await refund(url, cartId, token)).status;
      // The first refund loads the file; it may run the line before the probe is in it.
      await until(async () => (await refunds()) === 200, { what: 'a refund' });
      await seeMark(gutter, lines.refund, snapshotWorks);
      expect(await refunds()).toBe(200);
      await (await captures.rows()).first().waitFor();
      expect(await (await captures.stack()).first().innerText()).toMatch(/^refund\s+refund\.ts:/);
      expect(await captures.value('cart')).toContain(`'${cartId}'`);
    },
  );

  job('a line without code is refused with the next step, and one click takes it', async ({ workbench, captures }) => {
    const { editor, gutter, views } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.noCode);
    const toast = views.toast(/has no (?:executable )?code/);
    await toast.waitFor();
    await seeMark(gutter, lines.noCode, 'snapshot failed');
    await until(async () => (await editor.lineText(lines.noCode)).includes(`no code here → move to ${lines.net}`), {
      what: 'the reason at the line',
    });
    await views.squiggles('warning').first().waitFor();
    await views.rows(`Line ${lines.noCode}`, 'Probes').filter({ hasText: 'failed' }).waitFor();
    await workbench.screenshot('no-code');

    await toast.getByRole('button', { name: `Move to Line ${lines.net}` }).click();
    await seeNoMark(gutter, lines.noCode);
    await seeMark(gutter, lines.net, snapshotWorks);
    await (await captures.rows()).first().waitFor();
  });
}

/** A cart that the load checks out, and the token of its user. */
function someOrder(): { readonly cartId: string; readonly token: string } {
  const [cart] = read<{ readonly id: string; readonly user_id: string }>('carts');
  const user = read<{ readonly id: string; readonly sessionToken: string }>('users').find(
    ({ id }) => id === cart?.user_id,
  );
  if (cart === undefined || user === undefined) throw new Error('The shop has no cart of a known user.');
  return { cartId: cart.id, token: user.sessionToken };
}

const read = <T>(table: string): readonly T[] =>
  readFileSync(path.join(shopDir, `data/${table}.ndjson`), 'utf8')
    .trim()
    .split('\n')
    .map((line): T => JSON.parse(line) as T);

const refund = (url: string, cartId: string, token: string): Promise<Response> =>
  fetch(`${url}/refund`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ cartId }),
  });
