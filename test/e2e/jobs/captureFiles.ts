import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { captureFileText, type Capture, type Value } from '@stillframe/protocol';
import { expect } from 'vitest';
import { until } from '../harness/until.ts';
import { lines, type Job } from '../job.ts';
import { fileView } from '../pages/capturesView.ts';
import { seeMark } from '../pages/probeMarks.ts';

/** `.stillframe` files: written from the view, opened on a double click, and what is no such file. */
export function captureFileJobs(job: Job): void {
  job('captures are exported to a file, and the file opens in the same view', async (stage) => {
    const { workbench, captures, scene } = stage;
    const { editor, gutter, palette, views } = workbench;
    await editor.open('checkout.ts');
    await gutter.click(lines.pay);
    await seeMark(gutter, lines.pay, 'snapshot ended');
    const count = await captures.count();
    await captures.select((await captures.rows()).first());
    const total = await captures.value('total');
    await (await captures.frame()).getByRole('button', { name: 'Export all captures' }).click();
    await palette.typePath(path.join(scene.vscode.folder, 'hits.stillframe'));
    await views.toast('exported to hits.stillframe').getByRole('button', { name: 'Open' }).click();

    const file = fileView(views);
    await until(async () => (await file.count()) === count, { what: 'the captures of the file' });
    await file.select((await file.rows()).first());
    expect(await file.value('total')).toBe(total);
    expect(await (await file.stack()).first().innerText()).toContain(`checkout.ts:${lines.pay}`);
    expect(await (await file.frame()).getByRole('button', { name: 'Clear' }).count()).toBe(0);
    await workbench.screenshot('capture-file');
  });

  job('what is no capture file is told in a sentence, and hostile text is only text', async (stage) => {
    const { workbench, scene } = stage;
    const { palette, views } = workbench;
    const open = async (name: string, text: string): Promise<void> => {
      const file = path.join(scene.vscode.folder, name);
      await writeFile(file, text);
      await workbench.command('stillframe.openCaptureFile');
      await palette.typePath(file);
    };
    await open('broken.stillframe', '{"type":"captures","version":1,"captures":[{');
    const file = fileView(views);
    await (await file.frame()).getByText('it is not JSON, or ends too early').waitFor();
    await workbench.command('workbench.action.closeActiveEditor');

    await open('hostile.stillframe', [...captureFileText({ ...unknown, captures: [hostileCapture()] })].join(''));
    expect(await file.value('markup')).toBe(`'<img src=x onerror="document.title=1">'`);
    expect(await file.value('reversed')).toBe(String.raw`'a\u202ecod.exe\0\u001b[31m'`);
    expect(await file.value('__proto__')).toBe('{toString: 1}');
    // 10 MB of a capture: only what is in view is drawn.
    await file.open('large');
    expect(await (await file.frame()).locator('[role=treeitem]').count()).toBeLessThan(200);
    expect(await (await file.frame()).locator('img').count()).toBe(0);
    await workbench.screenshot('hostile-file');
  });
}

const unknown = { exportedAtMs: 0, instances: [], probes: [] };

/** One capture of 10 MB with text that would like to be more than text. */
function hostileCapture(): Capture {
  const string = (v: string): Value => ({ t: 'string', v });
  const items = Array.from({ length: 90_000 }, (_, index) => string(`item ${index} ${'x'.repeat(70)}`));
  const variables = [
    { k: 'markup', v: string('<img src=x onerror="document.title=1">') },
    { k: 'reversed', v: string('a\u202Ecod.exe\0\u001b[31m') },
    {
      k: '__proto__',
      v: { t: 'object', id: 1, kind: 'object', name: 'Object', props: [{ k: 'toString', v: { t: 'number', v: 1 } }] },
    },
    { k: 'large', v: { t: 'object', id: 2, kind: 'array', name: 'Array', size: items.length, items, props: [] } },
  ] as const;
  return {
    id: 'hostile',
    probeId: 'p',
    instanceId: 'i',
    atMs: Date.now(),
    hit: 1,
    frames: [
      {
        name: '<b>f</b>',
        file: '/srv/\u202Ejs.<i>',
        line1: 1,
        column1: 1,
        origin: 'app',
        scopes: [{ kind: 'local', variables: [...variables] }],
      },
    ],
    watches: [],
    cost: { totalNs: 1, pauseNs: 0 },
    notes: ['<script>alert(1)</script>'],
  };
}
