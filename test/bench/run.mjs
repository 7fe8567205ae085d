// npm run bench: the same work in one run for nothing, a hand-written line, a plain stopping agent, and Stillframe.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { connectClient } from '../integration/rig/client.ts';
import { benchTable } from './table.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { startHub } = createRequire(import.meta.url)('../../hub/dist/index.cjs');
const rounds = Number(process.env.STILLFRAME_BENCH_ROUNDS ?? 5);
const node = process.env.STILLFRAME_NODE ?? process.execPath;

/** Probe options of each row; `frames` is how many frames with variables a snapshot takes. */
const rows = [
  {
    name: 'snapshot, 1 frame',
    kind: 'snapshot',
    frames: 1,
    spec: { kind: 'snapshot', frames: 1, maxHits: 1000, ratePerSecond: 50 },
  },
  {
    name: 'snapshot, 5 frames',
    kind: 'snapshot',
    frames: 5,
    spec: { kind: 'snapshot', frames: 5, maxHits: 1000, ratePerSecond: 50 },
  },
  {
    name: 'log',
    kind: 'log',
    frames: 1,
    spec: { kind: 'log', template: 'order {order.id} total {total}', maxHits: 100_000, ratePerSecond: 1000 },
  },
  { name: 'counter', kind: 'counter', frames: 1, spec: { kind: 'counter' } },
  { name: 'condition false', kind: 'condition', frames: 1, spec: { kind: 'snapshot', condition: 'order.id === -1' } },
];
const variants = ['none', 'hand', 'paused', 'stillframe'];

const home = mkdtempSync(join(tmpdir(), 'stillframe-bench-'));
const hub = await startHub({
  port: 0,
  dataDir: join(home, '.stillframe', 'data'),
  hubFile: join(home, '.stillframe', 'hub.json'),
});
const client = await connectClient(hub.url, hub.token);
const results = new Map();

try {
  for (let round = 1; round <= rounds; round++) {
    for (const [row, variant] of shuffled(rows.flatMap((row) => variants.map((variant) => [row, variant])))) {
      process.stderr.write(`round ${round} of ${rounds}: ${row.name}, ${variant}\n`);
      const key = `${row.name}/${variant}`;
      results.set(key, [...(results.get(key) ?? []), median(await measure(row, variant))]);
    }
  }
} finally {
  client.close();
  await hub.close();
  rmSync(home, { recursive: true, force: true });
}

const text = benchTable({
  rows: rows.map(({ name }) => name),
  variants,
  results,
  rounds,
  nodeVersion: await versionOf(node),
});
const page = here('../../docs/benchmarks.md');
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
console.log(text);

/** Microseconds of each hit. */
function measure(row, variant) {
  const execArgv = variant === 'stillframe' ? ['--import', here('../../agent/dist/register.mjs')] : [];
  // The budget is lifted: its effect is another measurement.
  const env = { PATH: process.env.PATH, HOME: home, STILLFRAME_BUDGET: '0.25' };
  const child = fork(here('child.mjs'), [variant, row.kind, String(row.frames)], { execPath: node, execArgv, env });
  return new Promise((resolve, reject) => {
    let probe;
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${row.name}, ${variant}: the process ended with ${code}`)));
    child.on('message', (message) => {
      if (message.type === 'ready') {
        place(row, message.line1, child.pid).then((id) => {
          probe = id;
          child.send('go');
        }, reject);
      } else {
        if (variant === 'paused' && row.kind !== 'condition' && message.seen === 0)
          reject(new Error('the plain agent never stopped'));
        const tidy = probe === undefined ? Promise.resolve() : check(row, probe);
        tidy.then(() => resolve(message.micros), reject);
      }
    });
  });
}

async function place(row, line1, pid) {
  await client.until(
    'instance',
    () => [...client.instances.values()].some(({ instance }) => instance.pid === pid),
    20_000,
  );
  return client.placeAnd('armed', { ...row.spec, at: { file: 'workload.cjs', line1 }, target: { pid } });
}

/** A probe that saw nothing, or was throttled, measured something else. */
async function check(row, id) {
  await client.until('report', () => (client.status(id)?.counts.hits ?? 0) > 0);
  const { counts, state } = client.status(id) ?? {};
  await client.call('probes/remove', { ids: [id] });
  if (row.kind !== 'condition' && counts.throttled > 0)
    throw new Error(`${row.name}: ${counts.throttled} hits were throttled`);
  if (state === 'throttled') throw new Error(`${row.name}: the budget took the probe out`);
}

function shuffled(list) {
  return list
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function versionOf(binary) {
  const { execFileSync } = await import('node:child_process');
  return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
}
