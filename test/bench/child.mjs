// One process of the benchmark: `node child.mjs VARIANT KIND FRAMES`. Prints the time of each hit, µs, as JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPausedAgent } from './pausedAgent.mjs';

const [variant, kind, framesText] = process.argv.slice(2);
const frames = Number(framesText);
const path = fileURLToPath(new URL('./workload.cjs', import.meta.url));
const line1 =
  readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((line) => line.endsWith('// PROBE')) + 1;
const { handle, makeOrder, hand } = createRequire(import.meta.url)(path);

const orders = Array.from({ length: 64 }, (_, id) => makeOrder(id));
const once = (index) => {
  const order = orders[index % orders.length];
  const startedMs = performance.now();
  handle(order);
  return (performance.now() - startedMs) * 1e3;
};

// Hot before anything is armed, as in a service that has been running.
for (let index = 0; index < 20_000; index++) once(index);

let seen = () => 0;
if (variant === 'hand') hand.isOn = kind;
if (variant === 'paused') {
  const agent = startPausedAgent({ kind, frames, scriptPath: 'workload.cjs', line1 });
  seen = () => agent.count;
}
if (variant === 'stillframe') {
  // The parent places the probe through the hub, and says when it is armed.
  process.send({ type: 'ready', line1 });
  await new Promise((resolve) => process.once('message', resolve));
}

// Snapshots at a pace a person asks for; the others in short bursts, so that no budget is reached.
const [rounds, perRound, restMs] = kind === 'snapshot' ? [60, 1, 25] : [20, 50, 50];
for (let index = 0; index < perRound * 2; index++) once(index); // warm
const micros = [];
for (let round = 0; round < rounds; round++) {
  await sleep(restMs);
  for (let index = 0; index < perRound; index++) micros.push(once(round * perRound + index));
}
process.send({ type: 'done', micros, seen: seen() });
process.disconnect();
