import { parentPort, workerData } from 'node:worker_threads';
import { captureFileUnreadable, parseCaptureFile } from '@stillframe/protocol';

// A thread of its own: reading and checking 10 MB takes a second, and the extension host has other things to do.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(read(workerData));

function read(bytes: unknown): ReturnType<typeof parseCaptureFile> {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes as Uint8Array);
  } catch {
    return { problem: captureFileUnreadable('it is not UTF-8 text') };
  }
  return parseCaptureFile(text);
}
