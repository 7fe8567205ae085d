import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startHub, type HubHandle, type HubOptions } from '../../../../hub/src/index.ts';

/** An empty directory that is gone after the test. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'stillframe-hub-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A real hub on a free port with a store of its own, stopped after the test. */
export async function startTestHub(options: Partial<HubOptions> = {}): Promise<HubHandle> {
  const hub = await startHub({
    port: 0,
    dataDir: options.dataDir ?? temporaryDir(),
    log: (message, error) => {
      if (error !== undefined) console.error(message, error);
    },
    ...options,
    timings: { coalesceMs: 1, ...options.timings },
  });
  onTestFinished(() => hub.close());
  return hub;
}
