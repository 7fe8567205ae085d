// npm run bench:latency: how long after a hit its row is drawn in the Captures view of a real VS Code, beside a bare
// WebSocket message from the same process, as large, drawn in the same window; and how long after a click in the gutter the
// first capture is. One hit at a time, hits and messages in turn. Writes its section of docs/benchmarks.md.
// --hits N (200), --clicks N (7)
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readHubFile, startPackagedVSCode } from '../../e2e/harness/packagedVSCode.ts';
import { until } from '../../e2e/harness/until.ts';
import { createCapturesView } from '../../e2e/pages/capturesView.ts';
import { connectClient } from '../../integration/rig/client.ts';
import { dayAndMachine } from '../dayAndMachine.mjs';
import { median, quantile } from '../statistics.mjs';
import { writeSection } from '../writeSection.mjs';
import { listenBare, watchDrawn } from './inPage.mjs';
import { startService } from './startService.mjs';

const options = parseArgs({
  options: { hits: { type: 'string', default: '200' }, clicks: { type: 'string', default: '7' } },
}).values;
const hitCount = Number(options.hits);
const clickCount = Number(options.clicks);
const warmUps = 20;

const folder = fileURLToPath(new URL('service', import.meta.url));
const source = readFileSync(path.join(folder, 'orders.mjs'), 'utf8').split('\n');
const line1 = source.findIndex((line) => line.endsWith('// PROBE order')) + 1;
const vscode = await startPackagedVSCode({ workspace: folder });
let service;
try {
  const { workbench, server } = vscode;
  const { editor, gutter, page, views } = workbench;
  await views.openContainer('Stillframe');
  for (const view of ['Targets', 'Probes']) await views.showView(view, false);
  await views.showView('Captures', true);
  const hub = await until(() => readHubFile(server.home), { what: "the hub's file" });
  service = await startService(vscode.folder, server.home);
  const client = await connectClient(hub.url, hub.token);
  await client.until('service', () =>
    [...client.instances.values()].some(({ instance, connected }) => connected && instance.pid === service.pid),
  );
  const captures = (await createCapturesView(views).frame()).locator('body');
  await captures.evaluate(watchDrawn, {
    selector: '.captureList [role=option]',
    pattern: String.raw`hitAtMs=([\d.]+)`,
  });
  const drawnMs = (atMs) => captures.evaluate((_body, key) => globalThis.drawnMs(key), String(atMs));

  await editor.open('orders.mjs');
  await editor.goToLine(line1);
  const clickMs = await clickTimes();
  const { hitMs, bareMs, bytes } = await hitTimes();
  client.close();
  await writeSection(report({ clickMs, hitMs, bareMs, bytes }));

  /** From the mouse button in the gutter to the first capture, of a service that runs the line 100 times a second. */
  async function clickTimes() {
    await page.evaluate(() => {
      const note = () => (globalThis.clickedAtMs = performance.timeOrigin + performance.now());
      addEventListener('mousedown', note, { capture: true });
    });
    const ending = new AbortController();
    const load = (async () => {
      for (; !ending.signal.aborted; await delay(10)) await service.order();
    })();
    const times = [];
    for (let turn = 0; turn < clickCount; turn++) {
      const first = captures.evaluate(() => globalThis.nextDrawnMs());
      await gutter.click(line1);
      times.push((await first) - (await page.evaluate(() => globalThis.clickedAtMs)));
      await client.call('probes/remove', { ids: [...client.probes.keys()] });
      await client.until('removal', () => client.probes.size === 0);
      await client.call('captures/clear', {});
      await captures.locator('.captureList').waitFor({ state: 'detached' });
      await until(async () => (await gutter.iconClasses(line1)).length === 0, { what: 'the icon to go' });
    }
    ending.abort();
    await load;
    return times;
  }

  async function hitTimes() {
    await client.placeAnd('armed', {
      kind: 'snapshot',
      at: { file: 'orders.mjs', line1 },
      maxHits: 1_000,
      ratePerSecond: 50,
    });
    await page.evaluate(listenBare, service.socketUrl);
    await page.locator('#bare').waitFor({ state: 'attached' });
    await page.locator('body').evaluate(watchDrawn, { selector: '#bare', pattern: String.raw`at=([\d.]+)` });
    const bareDrawnMs = (atMs) => page.evaluate((key) => globalThis.drawnMs(key), String(atMs));
    const turns = [];
    let filler = '';
    for (let turn = 0; turn < warmUps + hitCount; turn++) {
      const hitAtMs = await service.order();
      const hit = (await drawnMs(hitAtMs)) - hitAtMs;
      if (turn === 0) {
        const capture = await client.until('capture', () => client.captures.at(-1));
        filler = 'x'.repeat(JSON.stringify(capture).length);
      }
      // At any moment of a frame, and not faster than the probe's rate.
      await delay(30 + Math.random() * 40);
      const sentAtMs = await service.bare(filler);
      turns.push({ hit, bare: (await bareDrawnMs(sentAtMs)) - sentAtMs });
      // The list stays where a person reads; this one reads the newest.
      await captures.locator('.captureList').press('Home');
      await delay(30 + Math.random() * 40);
    }
    const measured = turns.slice(warmUps);
    return { hitMs: measured.map(({ hit }) => hit), bareMs: measured.map(({ bare }) => bare), bytes: filler.length };
  }
} finally {
  service?.stop();
  await vscode.stop();
}

function report({ clickMs, hitMs, bareMs, bytes }) {
  const row = (title, times) =>
    `| ${title} | ${quantile(times, 0.5).toFixed(1)} ms | ${quantile(times, 0.99).toFixed(1)} ms |`;
  const [low, high] = [Math.min(...clickMs), Math.max(...clickMs)];
  return `## From a hit to the screen

Made by \`npm run bench:latency\` ${dayAndMachine()}: a service with the agent, the hub that the
extension started, and VS Code (code-server) in headless Chromium without a GPU, all on this machine and by its one clock. ${hitMs.length}
hits, one at a time, each a capture of ${(bytes / 1_024).toFixed(1)} KB, the frames' variables included; from the moment the line ran to the end of the frame that
first showed its row in the Captures view. Between the hits the same process sends a message of the same size over a bare
WebSocket to the same window, where its time is drawn: what no tool can be faster than here, the wait for the frame included.

| what                                       | p50 | p99 |
| ------------------------------------------ | --- | --- |
${row('hit to its row in the Captures view', hitMs)}
${row('bare WebSocket message to its text', bareMs)}

From the mouse button in the gutter to the first capture drawn, the line running about 100 times a second: median
${median(clickMs).toFixed(0)} ms (${low.toFixed(0)}–${high.toFixed(0)}) of ${clickMs.length} clicks.
`;
}
