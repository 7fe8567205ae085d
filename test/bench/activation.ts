// npm run bench:activation: how long VS Code waits for the extension, by VS Code's own account (Running Extensions), in a
// window that is reloaded with a TypeScript file open. Prints a Markdown row for docs/benchmarks.md.
import os from 'node:os';
import path from 'node:path';
import { shopDir } from '../support/shop.mjs';
import { statusItemId } from '../e2e/harness/scene.ts';
import { until } from '../e2e/harness/until.ts';
import { startVSCode } from '../e2e/harness/vscode.ts';
import { readFile } from 'node:fs/promises';

const rounds = 7;
const rootDir = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(await readFile(path.join(rootDir, 'package.json'), 'utf8')) as { readonly version: string };

const vscode = await startVSCode({
  vsix: path.join(rootDir, `dist/stillframe-${manifest.version}.vsix`),
  workspace: shopDir,
  statusItemId,
  screenshotsDir: path.join(rootDir, 'test/e2e/screenshots'),
});
try {
  const { workbench } = vscode;
  await workbench.editor.open('checkout.ts');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await workbench.reload();
    await workbench.command('workbench.action.showRuntimeExtensions');
    times.push(await until(activationMs, { what: 'the activation time', timeoutMs: 30_000 }));
    await workbench.command('workbench.action.closeActiveEditor');
  }
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const load = os.loadavg()[0]?.toFixed(1);
  console.log(
    `| activation | ms | ${median} (${sorted[0]}–${sorted.at(-1)}) | load ${load} on ${os.cpus().length} cores |`,
  );

  async function activationMs(): Promise<number | undefined> {
    const row = workbench.page.locator(
      '.runtime-extensions-editor .monaco-list-row, .editor-instance .monaco-list-row',
    );
    const text = await row
      .filter({ hasText: /Stillframe/i })
      .first()
      .innerText({ timeout: 2000 });
    const ms = /Activation: (\d+)\s*ms/.exec(text)?.[1];
    return ms === undefined ? undefined : Number(ms);
  }
} finally {
  await vscode.stop();
}
