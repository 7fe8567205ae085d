#!/usr/bin/env node
// A steady load for the shop: the same mix of requests over and over, at a bounded rate, until stopped or for some seconds.
// node load.mjs [--url http://127.0.0.1:3000] [--rate 40] [--seconds 30] [--quiet]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

/**
 * Starts sending `rate` requests a second to the shop at `url`; a request that would be the 65th under way is skipped.
 * @returns {{ stats: () => LoadStats, stop: () => Promise<LoadStats> }} `stop` waits for the requests under way
 * @typedef {{ sent: number, ok: number, failed: number, skipped: number, p50Ms: number, p99Ms: number, lastError?: string }} LoadStats
 */
export function startLoad({ url, rate = 40 }) {
  const requests = requestMix();
  const counts = { sent: 0, ok: 0, failed: 0, skipped: 0 };
  const recentMs = [];
  const underWay = new Set();
  let lastError;
  let due = 0;

  const send = async ({ path, token, body }) => {
    const start = performance.now();
    try {
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
      const init = { headers, signal: AbortSignal.timeout(10_000) };
      const response = await fetch(url + path, body ? { ...init, method: 'POST', body: JSON.stringify(body) } : init);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 200)}`);
      counts.ok++;
    } catch (error) {
      counts.failed++;
      lastError = error.cause?.message ?? error.message;
    }
    recentMs.push(performance.now() - start);
    if (recentMs.length > 1000) recentMs.shift();
  };

  const tick = () => {
    for (due += rate / 20; due >= 1; due--) {
      if (underWay.size >= 64) {
        counts.skipped++;
        continue;
      }
      const request = send(requests[counts.sent++ % requests.length]);
      underWay.add(request);
      void request.finally(() => underWay.delete(request));
    }
  };
  const timer = setInterval(tick, 50);

  const stats = () => {
    const sorted = [...recentMs].sort((a, b) => a - b);
    const at = (share) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1));
    return { ...counts, p50Ms: at(0.5), p99Ms: at(0.99), lastError };
  };
  const stop = async () => {
    clearInterval(timer);
    await Promise.all(underWay);
    return stats();
  };
  return { stats, stop };
}

/** Four requests for every cart: it is looked at, the shop is browsed, and it is checked out twice (people click twice). */
function requestMix() {
  const tokens = new Map(read('users').map((user) => [user.id, user.sessionToken]));
  return read('carts').flatMap((cart) => {
    const token = tokens.get(cart.user_id);
    const checkout = { path: '/checkout', token, body: { cartId: cart.id } };
    return [{ path: `/carts/${cart.id}`, token }, checkout, { path: '/products', token }, checkout];
  });
}

function read(table) {
  const lines = readFileSync(new URL(`data/${table}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

async function main() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      rate: { type: 'string', default: '40' },
      seconds: { type: 'string' },
      quiet: { type: 'boolean', default: false },
    },
  });
  const load = startLoad({ url: values.url, rate: Number(values.rate) });
  const print = (s) =>
    console.log(`${s.ok} ok, ${s.failed} failed, p50 ${s.p50Ms} ms, p99 ${s.p99Ms} ms ${s.lastError ?? ''}`);
  const progress = setInterval(() => values.quiet || print(load.stats()), 5000);
  const end = async () => {
    clearInterval(progress);
    const stats = await load.stop();
    print(stats);
    process.exit(stats.failed === 0 ? 0 : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end());
  if (values.seconds !== undefined) setTimeout(() => void end(), Number(values.seconds) * 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
