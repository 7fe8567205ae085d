import { Worker } from 'node:worker_threads';
import { captureFileUnreadable, type parseCaptureFile } from '@stillframe/protocol';

export type ReadCaptureFile = (bytes: Uint8Array) => Promise<ReturnType<typeof parseCaptureFile>>;

/** Reads files in a thread each; `script` is the bundle of worker.ts. Never rejects: a file that breaks the thread is a problem, too. */
export function createReadCaptureFile(script: string): ReadCaptureFile {
  return async (bytes) =>
    await new Promise((resolve) => {
      const worker = new Worker(script, { workerData: bytes, resourceLimits: { maxOldGenerationSizeMb: 1_024 } });
      worker.once('message', resolve);
      worker.once('error', (error) =>
        resolve({ problem: captureFileUnreadable(`reading it failed (${error.message})`) }),
      );
      worker.once('exit', () => resolve({ problem: captureFileUnreadable('reading it ended early') }));
    });
}
