// npm run bench:captures: the captures view in a real VS Code with 500 captures of 64 KB each. Writes its section of
// docs/benchmarks.md. The captures are made here and delivered over the agents' protocol.
import { agentPath, agentForHub, createPeer, hubForAgents, protocolNumber, subprotocol } from '@stillframe/protocol';
import { v7 as timeOrderedId } from 'uuid';
import { WebSocket } from 'ws';
import { readHubFile, startPackagedVSCode } from '../e2e/harness/packagedVSCode.ts';
import { until } from '../e2e/harness/until.ts';
import { createCapturesView } from '../e2e/pages/capturesView.ts';
import { connectClient } from '../integration/rig/client.ts';
import { shopDir } from '../support/shop.mjs';
import { dayAndMachine } from './dayAndMachine.mjs';
import { writeSection } from './writeSection.mjs';

const captureCount = 500;
const vscode = await startPackagedVSCode({ workspace: shopDir });
try {
  const { workbench, server } = vscode;
  const { page, views } = workbench;
  await views.openContainer('Stillframe');
  await views.showView('Captures', true);
  const hub = await until(() => readHubFile(server.home), { what: "the hub's file" });
  const captures = createCapturesView(views);
  await captures.frame();
  const devtools = await page.context().newCDPSession(page);
  const heapMb = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.send('Performance.enable');
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1e6;
  };

  const emptyMb = await heapMb();
  const startedMs = performance.now();
  const bytes = await deliver(hub, captureCount);
  await until(async () => (await captures.count()) === captureCount, { what: 'all captures', timeoutMs: 120_000 });
  const arrivedMs = performance.now() - startedMs;
  const listedMb = await heapMb();

  const frame = await captures.frame();
  const list = frame.locator('.captureList');
  // The first capture that came is selected, and in view: at the list's end.
  await list.focus();
  await page.keyboard.press('Home');
  await captures.variable('orders');
  const nodes = await frame.locator('*').count();
  const idle = await framesWhile(list, () => page.waitForTimeout(5_000));
  const scrolling = await framesWhile(list, () => scroll(page, list, 5_000));
  await captures.open('orders');
  const tree = frame.locator('.variables [role=tree]');
  const scrollingTree = await framesWhile(list, () => scroll(page, tree, 5_000));
  const selectMs = await selectionTimes(frame, list, page);
  const usedMb = await heapMb();

  const section = report({
    bytes,
    arrivedMs,
    emptyMb,
    listedMb,
    usedMb,
    nodes,
    idle,
    scrolling,
    scrollingTree,
    selectMs,
  });
  await writeSection(section);
} finally {
  await vscode.stop();
}

/** Answers the bytes of one capture. */
async function deliver({ url, token }, count) {
  const client = await connectClient(url, token);
  const { probe } = await client.call('probe/add', {
    spec: { kind: 'snapshot', at: { file: 'src/checkout.ts', line1: 24 }, maxHits: 1_000 },
  });
  const socket = new WebSocket(new URL(agentPath, url).href, subprotocol, {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const peer = createPeer({
    ours: agentForHub,
    theirs: hubForAgents,
    handlers: { 'probes/change': () => undefined, 'redaction/changed': () => undefined },
    send: (text) => socket.send(text),
    onBug: (error) => console.error(error),
  });
  socket.on('message', (/** @type {Buffer} */ data) => void peer.receive(data.toString()));
  const instance = {
    instanceId: timeOrderedId(),
    app: 'shop',
    host: 'bench',
    pid: process.pid,
    nodeVersion: process.version,
    agentVersion: '0.1.0',
    cwd: '/srv/shop',
    startedAtMs: Date.now(),
  };
  await peer.request('agent/hello', { protocol: protocolNumber, instance });
  let bytes = 0;
  for (let hit = 1; hit <= count; hit += 10) {
    const batch = Array.from({ length: 10 }, (_, index) => capture(probe.probe.id, instance.instanceId, hit + index));
    bytes = JSON.stringify(batch[0]).length;
    await peer.request('agent/deliver', { captures: batch, logs: [] });
  }
  socket.close();
  client.close();
  return bytes;
}

/** One of 64 KB: an array of orders, as a service has them. */
function capture(probeId, instanceId, hit) {
  let id = 0;
  const number = (v) => ({ t: 'number', v });
  const string = (v) => ({ t: 'string', v });
  const object = (name, of) => ({
    t: 'object',
    id: ++id,
    kind: 'object',
    name,
    props: Object.entries(of).map(([k, v]) => ({ k, v })),
  });
  const items = Array.from({ length: 166 }, (_, index) =>
    object('Order', {
      id: string(`order-${hit}-${index}`),
      total: number(index * hit),
      customer: string(`customer ${index} of hit ${hit}`),
      address: object('Address', { city: string('Ghent'), zip: string(String(9_000 + index)) }),
    }),
  );
  const variables = [
    { k: 'hit', v: number(hit) },
    { k: 'orders', v: { t: 'object', id: ++id, kind: 'array', name: 'Array', size: items.length, items, props: [] } },
  ];
  return {
    id: timeOrderedId(),
    probeId,
    instanceId,
    atMs: Date.now(),
    hit,
    frames: [
      {
        name: 'checkout',
        file: '/srv/shop/src/checkout.ts',
        line1: 24,
        column1: 3,
        origin: 'app',
        scopes: [{ kind: 'local', variables }],
      },
    ],
    watches: [],
    cost: { totalNs: 1_000_000, pauseNs: 0 },
    notes: [],
  };
}

/** Frames of the page while something is done: how many came, and how many of 60 a second did not. */
async function framesWhile(within, work) {
  await within.evaluate(() => {
    const times = [];
    globalThis.frameTimes = times;
    const tick = (now) => {
      if (globalThis.frameTimes !== times) return;
      times.push(now);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await work();
  const times = await within.evaluate(() => {
    const { frameTimes } = globalThis;
    globalThis.frameTimes = undefined;
    return frameTimes;
  });
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1_000 / 60)) - 1), 0);
  return { frames: gaps.length, dropped, worstMs: Math.max(...gaps) };
}

/** Down to the end and up again, as a wheel does it. */
async function scroll(page, element, forMs) {
  await element.hover();
  const endMs = performance.now() + forMs;
  for (let step = 0; performance.now() < endMs; step++)
    await page.mouse.wheel(0, Math.floor(step / 60) % 2 === 0 ? 400 : -400);
}

/** From a key in the list to the capture's values in the tree, by the page's own clock, ms. */
async function selectionTimes(frame, list, page) {
  const times = [];
  await list.focus();
  await page.keyboard.press('Home');
  await frame.locator('.detailHead').waitFor();
  for (let turn = 0; turn < 30; turn++) {
    await list.evaluate(() => {
      globalThis.shown = new Promise((resolve) => {
        const start = performance.now();
        // While the next one is on its way there is none.
        const head = () => document.querySelector('.detailHead')?.textContent;
        const before = head();
        const look = () =>
          head() === undefined || head() === before ? requestAnimationFrame(look) : resolve(performance.now() - start);
        document.addEventListener('keydown', look, { once: true });
      });
    });
    await page.keyboard.press('ArrowDown');
    times.push(await list.evaluate(() => globalThis.shown));
  }
  return times.sort((a, b) => a - b);
}

function report({ bytes, arrivedMs, emptyMb, listedMb, usedMb, nodes, idle, scrolling, scrollingTree, selectMs }) {
  const mb = (value) => `${value.toFixed(1)} MB`;
  const frames = ({ frames: count, dropped, worstMs }) =>
    `${count} drawn, ${dropped} dropped (${((100 * dropped) / (count + dropped)).toFixed(1)} %), longest ${worstMs.toFixed(0)} ms`;
  const at = (q) => `${selectMs[Math.floor(q * (selectMs.length - 1))].toFixed(0)} ms`;
  return `## The captures view in VS Code

Made by \`npm run bench:captures\` ${dayAndMachine()}: VS Code (code-server) in headless
Chromium without a GPU, ${captureCount} captures of ${(bytes / 1_024).toFixed(0)} KB delivered over the agents' protocol to the hub that the
extension started. Memory is the JavaScript heap of the window after a garbage collection, which the webview shares with VS Code
itself. Frames are asked for 60 times a second; those dropped while nothing moves are the machine's, not the view's.

| what                                                        | measured |
| ----------------------------------------------------------- | -------- |
| first delivery to ${captureCount} rows in the list          | ${(arrivedMs / 1_000).toFixed(1)} s |
| heap before the captures                                    | ${mb(emptyMb)} |
| heap with ${captureCount} rows listed                       | ${mb(listedMb)} (${mb(listedMb - emptyMb)} more) |
| heap after scrolling, opening and 30 selections             | ${mb(usedMb)} (${mb(usedMb - emptyMb)} more) |
| elements in the view                                        | ${nodes} |
| frames in 5 s, nothing moving                               | ${frames(idle)} |
| frames in 5 s, the list scrolled without pause              | ${frames(scrolling)} |
| frames in 5 s, the tree of 166 objects scrolled             | ${frames(scrollingTree)} |
| key to the next capture shown, p50 and p95 of ${selectMs.length}   | ${at(0.5)}, ${at(0.95)} |
`;
}
