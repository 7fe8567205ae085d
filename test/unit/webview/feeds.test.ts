import type { Capture, ProbeView } from '@stillframe/protocol';
import { type HostMessage, parseViewMessage } from '@stillframe/protocol/webview';
import { describe, expect, it } from 'vitest';
import type { HubChange, HubModel } from '../../../extension/src/hub/hubModel.ts';
import { startCapturesFeed } from '../../../extension/src/views/webviews/capturesFeed.ts';
import { createWantedCapture } from '../../../extension/src/views/webviews/wantedCapture.ts';
import { webviewHtml } from '../../../extension/src/views/webviews/webviewHtml.ts';
import { sampleCapture } from '../adapter/sampleCapture.ts';

/** A hub model whose content the test writes; the feed under test is the real one. */
function start(captures: Capture[]) {
  const listeners = new Set<(change: HubChange) => void>();
  const calls: unknown[] = [];
  const hub: HubModel = {
    state: { kind: 'live', url: 'ws://127.0.0.1:1' },
    paused: false,
    instances: new Map(),
    probes: new Map<string, ProbeView>(),
    captures,
    pinned: new Set(),
    call: (async (...args: unknown[]) => {
      calls.push(args);
      return { removed: captures.length };
    }) as unknown as HubModel['call'],
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const posted: HostMessage[] = [];
  const done: unknown[] = [];
  let isConfirmed = false;
  const feed = startCapturesFeed(hub, (message) => posted.push(message), {
    openFrame: (frame) => void done.push(`frame ${frame.name}`),
    openInDebugger: (capture) => void done.push(`debug ${capture.id}`),
    openProbe: (probeId) => void done.push(`probe ${probeId}`),
    compare: (left, right) => void done.push(`compare ${left.capture.id} ${right.capture.id}`),
    tell: (sentence) => void done.push(sentence),
    saveCaptures: async (saved) => void done.push(`save ${saved.map(({ id }) => id).join()}`),
    copy: (text) => void done.push(`copy ${text}`),
    wanted: createWantedCapture(),
    confirmClear: async (count) => {
      done.push(`clear ${count}?`);
      return isConfirmed;
    },
  });
  return {
    feed,
    posted,
    done,
    calls,
    confirm: () => (isConfirmed = true),
    change: (change: HubChange) => listeners.forEach((listener) => listener(change)),
    listeners,
  };
}

describe('the captures feed', () => {
  it('hydrates in one message of rows without captured values', async () => {
    const { feed, posted } = start([sampleCapture(2, 'NaN'), sampleCapture(1)]);
    await feed.handle({ type: 'ready' });
    expect(posted).toMatchObject([{ type: 'captures', rows: [{ id: 'capture-2', hit: 2 }, { id: 'capture-1' }] }]);
    const [message] = posted;
    expect(message?.type === 'captures' && message.rows[0]?.preview).toMatchObject([
      { name: 'total * 2', text: 'NaN', isChanged: true },
      { name: 'nope.x' },
    ]);
    expect(JSON.stringify(message)).not.toContain('Zoë');
  });
  it('sends a capture with the hit before it when it is selected', async () => {
    const { feed, posted } = start([sampleCapture(3), { ...sampleCapture(9), probeId: 'other' }, sampleCapture(1)]);
    await feed.handle({ type: 'selectCapture', captureId: 'capture-3' });
    expect(posted).toMatchObject([{ type: 'capture', capture: { id: 'capture-3' }, previous: { id: 'capture-1' } }]);
  });
  it('sends only the new rows, and nothing to a view that is not there', async () => {
    const captures = [sampleCapture(1)];
    const { feed, posted, change } = start(captures);
    change({ captures });
    expect(posted).toEqual([]);
    await feed.handle({ type: 'ready' });
    const next = sampleCapture(2);
    captures.unshift(next);
    change({ captures: [next] });
    expect(posted.at(-1)).toMatchObject({ type: 'capturesAdded', rows: [{ id: 'capture-2' }] });
    feed.setVisible(false);
    change({ captures: [next] });
    expect(posted.length).toBe(2);
  });
  it('opens frames and captures, and copies', async () => {
    const { feed, done } = start([sampleCapture(1)]);
    await feed.handle({ type: 'openFrame', captureId: 'capture-1', frame: 1 });
    await feed.handle({ type: 'openInDebugger', captureId: 'capture-1' });
    await feed.handle({ type: 'copy', text: 'x' });
    expect(done).toEqual(['frame run', 'debug capture-1', 'copy x']);
  });
  it('says when the capture is gone', async () => {
    const { feed } = start([]);
    await expect(feed.handle({ type: 'selectCapture', captureId: 'x' })).rejects.toThrow(
      'no such capture here any more',
    );
  });
  it('clears only after a yes, and only the chosen probe', async () => {
    const { feed, calls, done, confirm } = start([sampleCapture(1), { ...sampleCapture(2), probeId: 'other' }]);
    await feed.handle({ type: 'clearCaptures', probeId: 'other' });
    expect([done, calls]).toEqual([['clear 1?'], []]);
    confirm();
    await feed.handle({ type: 'clearCaptures', probeId: 'other' });
    expect(calls).toEqual([['captures/clear', { probeId: 'other' }]]);
  });
  it('exports the captures that were asked for, and not those that are gone', async () => {
    const { feed, done } = start([sampleCapture(2), sampleCapture(1)]);
    await feed.handle({ type: 'exportCaptures', captureIds: ['capture-1', 'gone'] });
    expect(done).toEqual(['save capture-1']);
  });
  it('stops listening when it is disposed', () => {
    const { feed, listeners } = start([]);
    feed.dispose();
    expect(listeners.size).toBe(0);
  });
});

describe('messages of a webview', () => {
  it.each([
    [{ type: 'ready' }, true],
    [{ type: 'openFrame', captureId: 'x', frame: 0 }, true],
    [{ type: 'openFrame', captureId: 'x', frame: -1 }, false],
    [{ type: 'openFrame', captureId: 'x', frame: 1.5 }, false],
    [{ type: 'selectCapture', captureId: '' }, false],
    [{ type: 'selectCapture', captureId: 'x'.repeat(201) }, false],
    [{ type: 'run', command: 'rm' }, false],
    ['ready', false],
    [null, false],
  ])('%j: understood is %s', (message, isUnderstood) =>
    expect(parseViewMessage(message) !== undefined).toBe(isUnderstood),
  );
});

describe('the page of a webview', () => {
  it('lets nothing load or run but its own script and style', () => {
    const html = webviewHtml({
      cspSource: 'https://a.b',
      scriptUri: 'https://a.b/c.js?x="><script>',
      styleUri: 's',
      nonce: 'N',
      title: 't',
      pageKey: 'k',
    });
    const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'nonce-N'");
    expect(policy).not.toMatch(/unsafe|\*|eval/);
    expect(html.match(/<script/g)?.length).toBe(1);
  });
});
