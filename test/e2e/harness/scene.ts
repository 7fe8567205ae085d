import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubFileSchema, hubFilePath, type HubFile } from '@stillframe/protocol';
import * as v from 'valibot';
import { startLoad, type LoadStats } from '../../../examples/shop/load.mjs';
import { shopDir, startShop, type RunningShop, type ShopOptions } from '../../support/shop.mjs';
import { startVSCode, type VSCode, type VSCodeOptions } from './vscode.ts';

/** Ids under which VS Code knows Stillframe. */
export const extensionId = 'stillframe.stillframe';
export const statusItemId = `${extensionId}.status`;

/** VS Code with Stillframe on the shop's source, and the shop running from that same folder, under load. */
export interface Scene {
  readonly vscode: VSCode;
  /** The shop as it runs now. */
  shop(): RunningShop;
  /** Ends the shop, if it runs, and starts it anew on the same port; the load goes on and finds it again. */
  restartShop(options?: ShopOptions): Promise<RunningShop>;
  load(): LoadStats;
  stop(): Promise<void>;
}

/** What may differ from the usual scene. */
export interface SceneOptions extends Partial<VSCodeOptions> {
  readonly shop?: ShopOptions;
  /** Requests a second; default 40. */
  readonly rate?: number;
}

/**
 * Starts all of it. `npm run build -w examples/shop` and a packaged extension (`npm run package`, or STILLFRAME_VSIX) must
 * be there. The shop has the HOME of VS Code's extension host, so that its agent finds the hub the extension starts.
 */
export async function startScene(options: SceneOptions = {}): Promise<Scene> {
  const copyInto = path.join(rootDir, '.tools/scenes');
  await mkdir(copyInto, { recursive: true });
  const vscode = await startVSCode({
    vsix: await packagedExtension(),
    workspace: shopDir,
    // Within the repository, so that the copy finds its packages; and run from there, so that captures name its files.
    copyInto,
    statusItemId,
    screenshotsDir: path.join(rootDir, 'test/e2e/screenshots'),
    ...options,
  });
  const home = { HOME: vscode.server.home, USERPROFILE: vscode.server.home };
  const start = (more: ShopOptions = {}): Promise<RunningShop> =>
    startShop({ dir: vscode.folder, ...options.shop, ...more, env: { ...home, ...options.shop?.env, ...more.env } });
  // The hub that the extension started outlives its window, as it should; here nobody is left to use it.
  const stopAll = async (): Promise<void> => {
    const hub = await readHubFile(vscode.server.home);
    await vscode.stop();
    if (hub !== undefined) process.kill(hub.pid, 'SIGTERM');
  };
  try {
    let shop = await start();
    const load = startLoad({ url: shop.url, rate: options.rate });
    return {
      vscode,
      shop: () => shop,
      load: () => load.stats(),
      async restartShop(more) {
        await shop.stop();
        shop = await start({ port: shop.port, ...more });
        return shop;
      },
      async stop() {
        await load.stop();
        await shop.stop();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
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
