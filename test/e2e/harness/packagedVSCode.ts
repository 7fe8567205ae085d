import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubFileSchema, hubFilePath, type HubFile } from '@stillframe/protocol';
import * as v from 'valibot';
import { startVSCode, type VSCode, type VSCodeOptions } from './vscode.ts';

/** Ids under which VS Code knows Stillframe. */
export const extensionId = 'stillframe.stillframe';
export const statusItemId = `${extensionId}.status`;

/** VS Code with the packaged extension (`npm run package`, or STILLFRAME_VSIX); stopping it ends the hub it started, too. */
export async function startPackagedVSCode(
  options: Partial<VSCodeOptions> & Pick<VSCodeOptions, 'workspace'>,
): Promise<VSCode> {
  const copyInto = path.join(rootDir, '.tools/scenes');
  await mkdir(copyInto, { recursive: true });
  const vscode = await startVSCode({
    vsix: await packagedExtension(),
    // Within the repository, so that the copy finds its packages; and run from there, so that captures name its files.
    copyInto,
    statusItemId,
    screenshotsDir: path.join(rootDir, 'test/e2e/screenshots'),
    ...options,
  });
  return {
    ...vscode,
    // The hub that the extension started outlives its window, as it should; here nobody is left to use it.
    async stop() {
      const hub = await readHubFile(vscode.server.home);
      await vscode.stop();
      if (hub !== undefined) process.kill(hub.pid, 'SIGTERM');
    },
  };
}

/** What the local hub of this home wrote for everybody to find it; `undefined` when there is none. */
export async function readHubFile(home: string): Promise<HubFile | undefined> {
  const file = path.join(home, ...hubFilePath);
  return existsSync(file) ? v.parse(HubFileSchema, JSON.parse(await readFile(file, 'utf8'))) : undefined;
}

const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

async function packagedExtension(): Promise<string> {
  const given = process.env.STILLFRAME_VSIX;
  if (given !== undefined) return given;
  const manifest: unknown = JSON.parse(await readFile(path.join(rootDir, 'package.json'), 'utf8'));
  const version = (manifest as { readonly version: string }).version;
  const file = path.join(rootDir, `dist/stillframe-${version}.vsix`);
  if (!existsSync(file)) throw new Error(`${file} is not there. Make it with \`npm run package\`.`);
  return file;
}
