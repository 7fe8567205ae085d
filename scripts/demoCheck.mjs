// npm run demo -- --check: the whole job through the command line, on the running example, with no person and no browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startLoad } from '../examples/shop/load.mjs';
import { freePort, startShop } from '../test/support/shop.mjs';
import { describeCapture, describeSeries, visible } from './demoText.mjs';
import { sourceLine } from './demoPlaces.mjs';
import { capture, rootDir } from './run.mjs';

const cli = path.join(rootDir, 'hub/dist/cli.cjs');
const deliverySeconds = 40;

/** Places one probe of every kind on the shop under load; answers whether all delivered. */
export async function demoCheck() {
  const home = await mkdtemp(path.join(os.tmpdir(), 'stillframe-demo-'));
  // A hub of the user's own is left alone.
  const env = { HOME: home, USERPROFILE: home, STILLFRAME_HUB: undefined, STILLFRAME_TOKEN: undefined };
  const stillframe = (args, options) => capture(process.execPath, [cli, ...args], { ...options, env });
  const startedMs = Date.now();
  const closing = [() => rm(home, { recursive: true, force: true })];
  try {
    const hub = await startHub(env, path.join(home, 'data'));
    closing.unshift(hub.stop);
    const shop = await startShop({ env: { ...env, LOG_LEVEL: 'info' } });
    closing.unshift(() => shop.stop());
    const load = startLoad({ url: shop.url, rate: 40 });
    closing.unshift(() => load.stop());
    await eventually(
      'the agent to say hello to the hub',
      async () => documents(await stillframe(['agents', '--json'])).length > 0,
    );
    console.log(`The shop runs at ${shop.url} under load, with the agent in it (pid ${shop.child.pid}).\n`);

    const results = await Promise.all(probes().map((probe) => deliver(probe, stillframe)));
    const stats = await load.stop();
    console.log(
      `The service meanwhile: ${stats.ok} requests answered, ${stats.failed} failed, p50 ${stats.p50Ms} ms, p99 ${stats.p99Ms} ms.`,
    );
    const missing = results.filter((result) => !result.delivered);
    for (const { title, problem } of missing) console.error(`NOT DELIVERED: ${title}. ${problem}`);
    if (stats.failed > 0) console.error(`The service failed requests: ${stats.lastError}`);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${results.length - missing.length} of ${results.length} probes delivered, in ${seconds} s.`);
    return missing.length === 0 && stats.failed === 0;
  } finally {
    for (const close of closing) await close();
  }
}

function probes() {
  const pay = sourceLine('checkout.ts', 'const charged = pay(');
  const rate = sourceLine('pricing.ts', 'const rate = rates.get(');
  const start = sourceLine('checkout.ts', 'const startedAt = new Date()');
  const wait = ['--json', `--wait=${deliverySeconds}`];
  return [
    {
      title: 'A snapshot where the total is not a number',
      args: [
        'snapshot',
        pay,
        '--if',
        'total !== total',
        '--watch',
        'user.tenant',
        '--watch',
        'cart.lines.at(-1)',
        '--hits',
        '1',
        ...wait,
      ],
      describe: ({ capture }) => describeCapture(capture),
      isDelivery: ({ type }) => type === 'capture',
    },
    {
      title: 'A log line nobody deployed',
      args: ['log', pay, 'cart {cart.id} of {user.tenant}: net {net}, total {total}', '--hits', '5', ...wait],
      describe: ({ log }) => `    ${visible(log.text)}`,
      isDelivery: ({ type }) => type === 'log',
    },
    {
      title: 'A counter, by country',
      args: ['counter', rate, '--by', 'user.address.country', '--json'],
      describe: (series) => describeSeries(series, 'hits'),
    },
    {
      title: 'The time from the start of a checkout to its payment',
      args: ['tictoc', start, pay, '--json'],
      describe: (series) => describeSeries(series, 'ms'),
    },
    {
      title: 'A metric: what orders are worth, by tenant',
      args: ['metric', pay, 'total', '--by', 'user.tenant', '--json'],
      describe: (series) => describeSeries(series, 'cents'),
    },
  ];
}

/** Places a probe, waits for what it brings, and prints that for a person. */
async function deliver(probe, stillframe) {
  const placed = await stillframe(probe.args);
  const deliveries = probe.isDelivery
    ? documents(placed).filter(probe.isDelivery)
    : await numbersOf(placedId(placed), stillframe);
  const delivered = deliveries.length > 0;
  if (delivered) {
    const shown = probe.args.filter((arg) => arg !== '--json' && !arg.startsWith('--wait'));
    const brought = deliveries.map(probe.describe).join('\n');
    console.log(`${probe.title}\n  $ stillframe ${shown.map(quoted).join(' ')}\n${brought}\n`);
  }
  return { title: probe.title, delivered, problem: delivered ? '' : await whyNothing(placed, stillframe) };
}

/** The series of a counter, tictoc or metric probe once it has counted for a while. */
async function numbersOf(id, stillframe) {
  let series = [];
  const hasEnough = async () => {
    series = (await statusesOf(id, stillframe)).flatMap((status) => status.series ?? []);
    return series.reduce((sum, one) => sum + one.count, 0) >= 20;
  };
  await eventually('numbers', hasEnough).catch(() => undefined);
  return series.length > 0 ? [series] : [];
}

async function whyNothing(placed, stillframe) {
  const reasons = (await statusesOf(placedId(placed), stillframe)).map(
    ({ state, reason, lastFailure }) => `${state}: ${reason?.message ?? lastFailure?.message ?? 'no hit'}`,
  );
  return [placed.stderr.trim(), ...reasons].filter(Boolean).join(' ') || `Exit code ${placed.code}.`;
}

async function statusesOf(id, stillframe) {
  const views = documents(await stillframe(['probes', '--json'])).flat();
  const mine = views.find((view) => view.probe?.id === id);
  return (mine?.statuses ?? []).map(({ status }) => status);
}

function placedId(placed) {
  return documents(placed)
    .map((document) => document.probe?.id)
    .find(Boolean);
}

async function startHub(env, data) {
  const port = await freePort();
  const child = spawn(process.execPath, [cli, 'hub', '--port', String(port), '--data', data], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said = (said + chunk).slice(-10_000)));
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  await eventually(`the hub to answer; it said: ${said}`, async () => {
    if (child.exitCode !== null) throw new Error(`The hub ended with ${child.exitCode}: ${said}`);
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  });
  return { stop };
}

function documents({ stdout }) {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function quoted(argument) {
  return /^[\w./:@=-]+$/.test(argument) ? argument : `'${argument}'`;
}

async function eventually(what, probe, timeoutMs = deliverySeconds * 1000) {
  const deadlineMs = Date.now() + timeoutMs;
  for (let last = ''; ; await delay(200)) {
    try {
      if (await probe()) return;
    } catch (error) {
      last = ` ${error.message}`;
    }
    if (Date.now() > deadlineMs) throw new Error(`Waited in vain for ${what}.${last}`);
  }
}
