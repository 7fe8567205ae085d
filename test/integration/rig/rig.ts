import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubFilePath } from '@stillframe/protocol';
import { startHub } from '../../../hub/src/index.ts';
import { appPath, startApp, type App } from './app.ts';
import { connectClient, type Client } from './client.ts';

/** A hub, a client and target programs in a home directory of their own. */
export type Rig = {
  readonly home: string;
  readonly dataDir: string;
  readonly hubFile: string;
  readonly port: number;
  readonly hub: Awaited<ReturnType<typeof startHub>>;
  readonly client: Client;
  /** Starts a program of test/apps (or an absolute path) and waits until the hub knows it. */
  start(program: string, options?: Partial<Parameters<typeof startApp>[0]>): Promise<App>;
  stop(): Promise<void>;
};

export async function startRig(): Promise<Rig> {
  const home = mkdtempSync(join(tmpdir(), 'stillframe-rig-'));
  const dataDir = join(home, '.stillframe', 'data');
  const hubFile = join(home, ...hubFilePath);
  const hub = await startHub({ port: 0, dataDir, hubFile });
  const client = await connectClient(hub.url, hub.token);
  const apps: App[] = [];
  return {
    home,
    dataDir,
    hubFile,
    port: hub.port,
    hub,
    client,
    async start(program, options = {}) {
      const path = program.startsWith('/') ? program : appPath(program);
      const app = await startApp({ path, home, ...options });
      apps.push(app);
      await client.until('instance', () =>
        [...client.instances.values()].some(({ instance, connected }) => connected && instance.pid === app.child.pid),
      );
      return app;
    },
    async stop() {
      client.close();
      await Promise.all(apps.map((app) => app.stop()));
      await hub.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
