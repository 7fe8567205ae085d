import { fileURLToPath } from 'node:url';
import { captureFileText } from '@stillframe/protocol';
import { describe, expect, it } from 'vitest';
import { captureFileModel } from '../../../extension/src/captureFiles/captureFileModel.ts';
import { createReadCaptureFile } from '../../../extension/src/captureFiles/readCaptureFile.ts';
import { startCapturesFeed } from '../../../extension/src/views/webviews/capturesFeed.ts';
import { fileSurroundings } from '../../../extension/src/views/webviews/surroundings.ts';
import { createWantedCapture } from '../../../extension/src/views/webviews/wantedCapture.ts';
import { sampleCapture } from '../adapter/sampleCapture.ts';

const scriptOf = (file: string) =>
  fileURLToPath(new URL(`../../../extension/src/captureFiles/${file}`, import.meta.url));
const bytes = (text: string) => new TextEncoder().encode(text);
const parts = { exportedAtMs: 1, instances: [], probes: [] };

describe('reading a capture file beside the extension host', () => {
  const read = createReadCaptureFile(scriptOf('worker.ts'));

  it('answers its captures', async () => {
    const text = [...captureFileText({ ...parts, captures: [sampleCapture(1)] })].join('');
    expect(await read(bytes(text))).toMatchObject({ file: { captures: [{ id: 'capture-1' }] } });
  });
  it('answers a sentence for what is not text', async () => {
    expect(await read(Uint8Array.of(0x7b, 0xff, 0xfe))).toMatchObject({
      problem: { message: expect.stringContaining('it is not UTF-8 text') },
    });
  });
  it('answers a sentence when the thread breaks', async () => {
    const broken = createReadCaptureFile(scriptOf('noSuchFile.ts'));
    expect(await broken(bytes('{}'))).toMatchObject({
      problem: { message: expect.stringContaining('reading it failed') },
    });
  });
});

describe('the view of a capture file', () => {
  const start = (hits: readonly number[], why?: string) => {
    const posted: unknown[] = [];
    const model = captureFileModel({ ...parts, captures: hits.map((hit) => sampleCapture(hit)) });
    const actions = {
      openFrame: () => undefined,
      openInDebugger: () => undefined,
      openProbe: () => undefined,
      compare: () => undefined,
      tell: () => undefined,
      copy: () => undefined,
      saveCaptures: () => Promise.resolve(),
      confirmClear: () => Promise.resolve(true),
      wanted: createWantedCapture(),
    };
    const problem = why === undefined ? undefined : ({ code: 'BAD_REQUEST', message: why } as const);
    const feed = startCapturesFeed(
      model,
      (message) => posted.push(message),
      actions,
      () => fileSurroundings(problem),
    );
    return { feed, posted };
  };

  it('shows its captures as a hub’s, and the hit before', async () => {
    const { feed, posted } = start([2, 1]);
    await feed.handle({ type: 'ready' });
    await feed.handle({ type: 'selectCapture', captureId: 'capture-2' });
    expect(posted).toMatchObject([
      { type: 'captures', rows: [{ id: 'capture-2' }, { id: 'capture-1' }], surroundings: { hub: 'file' } },
      { type: 'capture', capture: { id: 'capture-2' }, previous: { id: 'capture-1' } },
    ]);
  });
  it('says why there is nothing', async () => {
    const { feed, posted } = start([], 'It is broken.');
    await feed.handle({ type: 'ready' });
    expect(posted).toMatchObject([{ rows: [], surroundings: { hub: 'file', why: 'It is broken.' } }]);
  });
  it('deletes nothing', async () => {
    const { feed } = start([1]);
    await expect(feed.handle({ type: 'clearCaptures' })).rejects.toThrow('No hub answers');
  });
});
