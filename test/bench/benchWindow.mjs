import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { statusItemId } from '../e2e/harness/scene.ts';
import { startVSCode } from '../e2e/harness/vscode.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A real VS Code with the packaged extension, on a copy of `workspace` from within which the project's packages are found. */
export async function openBenchWindow(workspace) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const copyInto = path.join(root, '.tools/scenes');
  await mkdir(copyInto, { recursive: true });
  return await startVSCode({
    vsix: path.join(root, `dist/stillframe-${version}.vsix`),
    workspace,
    copyInto,
    statusItemId,
    screenshotsDir: path.join(root, 'test/e2e/screenshots'),
  });
}

/** Day and machine, for the head of a section. */
export const dayAndMachine = () =>
  `on ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} shared cores (load ${(os.loadavg()[0] ?? 0).toFixed(1)})`;
