// npm run soak -- --minutes 5 --node 24: a service under load whose probes come and go all the time and whose hub is killed
// at times. Fails when a request or a capture is lost, when memory grows, or when requests cost more after it than before.
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureNodes } from '../support/tools.mjs';
import { churnOnce, killInTheMiddle } from './churn.mjs';
import { startHubProcess } from './hubProcess.mjs';
import { startService } from './service.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, node: { type: 'string', default: '24' } },
});
const minutes = Number(values.minutes);
const { node, version } = (await ensureNodes()).find(({ alias }) => alias === `node${values.node}`);
const killEveryMs = 60_000;
/** V8 takes about 20,000 requests to compile this service, after its start as after the last probe is gone. */
const settledRequests = 40_000;
const measuredRequests = 40_000;
const maxLeftMb = 5;
const maxGrowthMb = 10;
const maxDearer = 0.1;

const home = mkdtempSync(join(tmpdir(), 'stillframe-soak-'));
const hub = await startHubProcess(home);
const service = await startService({ node, home, withAgent: true });
const twin = await startService({ node, home, withAgent: false });
const heading = `# Soak

Made by \`npm run soak -- --minutes N --node V\`, a line a run. A service under load (3 requests at a time, each answer compared)
whose probes of all kinds come and go without a pause; each minute the hub is killed in the middle of a snapshot and started
again. Left: what the app's thread holds after a garbage collection, before and after. Resident: of the whole process, without
V8's room for young values, median of the second and of the last quarter. Cost: CPU a request without any probe, before and after,
as a multiple of the same service without an agent, in turns; each time once V8 has settled, after 40,000 requests.

| date | Node.js | minutes | probes | requests | hub killed | requests failed | captures lost | left | resident | cost before → after |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;
let seed = 1;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
const totals = { placed: 0, lost: 0, kills: 0 };
const resident = [];

try {
  await hub.client.until('instance', () => [...hub.client.instances.values()].some(({ connected }) => connected));
  await costOfRequests(settledRequests);
  const before = { cost: await costOfRequests(measuredRequests), ...(await service.memory()) };
  const endMs = Date.now() + minutes * 60_000;
  const over = new AbortController();
  const load = (async () => {
    while (!over.signal.aborted) await service.round();
  })();
  let nextKillMs = Date.now() + killEveryMs / 2;
  while (Date.now() < endMs) {
    const { placed, lost } = await churnOnce(hub, random);
    totals.placed += placed;
    totals.lost += lost;
    resident.push((await service.memory()).residentMb);
    if (Date.now() < nextKillMs) continue;
    totals.lost += await killInTheMiddle(hub);
    totals.kills++;
    nextKillMs = Date.now() + killEveryMs;
    console.error(
      `${Math.round((endMs - Date.now()) / 1_000)} s left: ${totals.placed} probes, ${resident.at(-1).toFixed(0)} MB`,
    );
  }
  over.abort();
  await load;
  // V8 compiles again what it gave up, as it does after a start; both times only what is settled counts.
  console.error(`just after: ${(await costOfRequests(settledRequests)).toFixed(3)}`);
  const after = { cost: await costOfRequests(measuredRequests), ...(await service.memory()) };
  report(before, after);
} finally {
  await hub.kill();
  await service.stop();
  await twin.stop();
  rmSync(home, { recursive: true, force: true });
}

/** CPU a request, as a multiple of the twin's without an agent: both take turns, so a busy machine is busy for both. */
async function costOfRequests(requestsOfEach) {
  const cost = { service: { seconds: 0, requests: 0 }, twin: { seconds: 0, requests: 0 } };
  while (cost.twin.requests < requestsOfEach) {
    for (const [name, of] of [
      ['service', service],
      ['twin', twin],
    ]) {
      const [seconds, requests] = [of.cpuSeconds(), of.requests];
      for (let round = 0; round < 50; round++) await of.busyRound();
      cost[name].seconds += of.cpuSeconds() - seconds;
      cost[name].requests += of.requests - requests;
    }
  }
  const each = ({ seconds, requests }) => seconds / requests;
  return each(cost.service) / each(cost.twin);
}

function report(before, after) {
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const part = (from, to) =>
    median(resident.slice(Math.floor(resident.length * from), Math.ceil(resident.length * to)));
  // The first quarter is V8 settling.
  const [early, late] = [part(0.25, 0.5), part(0.75, 1)];
  const failures = [...service.failures, ...twin.failures];
  const checks = [
    ['no request failed or was answered differently', failures.length === 0, failures.slice(0, 3).join('; ')],
    ['no capture was lost', totals.lost === 0, `${totals.lost} lost`],
    [
      `nothing is left: within ${maxLeftMb} MB, and no handle`,
      after.liveMb - before.liveMb < maxLeftMb && after.handles === before.handles,
      `${before.liveMb.toFixed(1)} to ${after.liveMb.toFixed(1)} MB, ${before.handles} to ${after.handles} handles`,
    ],
    [
      `memory grew by less than ${maxGrowthMb} MB`,
      late - early < maxGrowthMb,
      `${early.toFixed(0)} to ${late.toFixed(0)} MB`,
    ],
    [
      `a request costs at most ${maxDearer * 100} % more CPU`,
      after.cost < before.cost * (1 + maxDearer),
      `${(after.cost / before.cost - 1) * 100} %`,
    ],
  ];
  const row = [
    new Date().toISOString().slice(0, 10),
    version,
    minutes,
    totals.placed,
    service.requests,
    totals.kills,
    failures.length,
    totals.lost,
    `${before.liveMb.toFixed(1)} → ${after.liveMb.toFixed(1)} MB`,
    `${early.toFixed(0)} → ${late.toFixed(0)} MB`,
    `${before.cost.toFixed(3)} → ${after.cost.toFixed(3)}`,
  ];
  writeRow(row);
  for (const [what, isMet, found] of checks)
    console.log(`${isMet ? 'ok    ' : 'FAILED'} ${what}${isMet ? '' : `: ${found}`}`);
  console.log(row.join(' | '));
  if (checks.some(([, isMet]) => !isMet)) process.exitCode = 1;
}

function writeRow(row) {
  const page = fileURLToPath(new URL('../../docs/soak.md', import.meta.url));
  if (!existsSync(page)) writeFileSync(page, heading);
  appendFileSync(page, `| ${row.join(' | ')} |\n`);
}
