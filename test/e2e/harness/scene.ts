import { startLoad, type LoadStats } from '../../../examples/shop/load.mjs';
import { shopDir, startShop, type RunningShop, type ShopOptions } from '../../support/shop.mjs';
import { startPackagedVSCode } from './packagedVSCode.ts';
import type { VSCode, VSCodeOptions } from './vscode.ts';

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
  const vscode = await startPackagedVSCode({ workspace: shopDir, ...options });
  const home = { HOME: vscode.server.home, USERPROFILE: vscode.server.home };
  const start = (more: ShopOptions = {}): Promise<RunningShop> =>
    startShop({ dir: vscode.folder, ...options.shop, ...more, env: { ...home, ...options.shop?.env, ...more.env } });
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
        await vscode.stop();
      },
    };
  } catch (error) {
    await vscode.stop();
    throw error;
  }
}
