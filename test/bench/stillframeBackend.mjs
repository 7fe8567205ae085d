import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectClient } from '../integration/rig/client.ts';

const { startHub } = createRequire(import.meta.url)('../../hub/dist/index.cjs');

/** A real hub in a home directory of its own, and a client of it. */
export async function startStillframeBackend() {
  const home = mkdtempSync(join(tmpdir(), 'stillframe-bench-'));
  const hub = await startHub({
    port: 0,
    dataDir: join(home, '.stillframe', 'data'),
    hubFile: join(home, '.stillframe', 'hub.json'),
  });
  const client = await connectClient(hub.url, hub.token);
  const isThere = (pid) =>
    [...client.instances.values()].some(({ instance, connected }) => connected && instance.pid === pid);

  return {
    home,
    ready: (pid) => client.until('instance', () => isThere(pid), 20_000),
    async place(spec, pid) {
      const id = await client.place({ ...spec, target: { pid } });
      await client.until('armed probe', () => {
        const { state, reason } = client.status(id) ?? {};
        if (state === 'failed') throw new Error(`the probe failed: ${reason?.message}`);
        return state === 'armed' || state === 'throttled';
      });
      return id;
    },
    remove: (id) => client.call('probes/remove', { ids: [id] }),
    status: (id) => client.status(id),
    /** Resolves at a report that satisfies `isEnough`. */
    report: (id, isEnough) =>
      client.until('report', () => {
        const status = client.status(id);
        return status !== undefined && isEnough(status) ? status : undefined;
      }),
    async close() {
      client.close();
      await hub.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
