import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../apps/orders.cjs', import.meta.url));
const lines = readFileSync(program, 'utf8').split('\n');
const at = (name) => ({ file: 'orders.cjs', line1: lines.findIndex((line) => line.endsWith(`// PROBE ${name}`)) + 1 });

const snapshotHits = 3;
const snapshot = { kind: 'snapshot', maxHits: snapshotHits, ratePerSecond: 50 };
/** One of each kind, in every round. */
const specs = [
  { ...snapshot, at: at('priced'), frames: 5 },
  { ...snapshot, at: at('checkedOut'), frames: 1, watches: [{ expression: 'total * 2' }] },
  { kind: 'log', at: at('checkedOut'), template: 'to {startedBy}: {total}', maxHits: 20 },
  { kind: 'counter', at: at('priced'), by: 'discount' },
  { kind: 'tictoc', at: at('tic'), to: at('toc') },
  { kind: 'metric', at: at('priced'), value: 'total' },
  { kind: 'duration', at: at('checkedOut') },
];

/** Places probes of all kinds and takes them out once they have what they are for. Returns how many, and captures lost. */
export async function churnOnce(hub, random) {
  const { client } = hub;
  const chosen = specs.filter(() => random() < 0.6);
  const ids = await Promise.all(chosen.map((spec) => client.place(spec)));
  const statusOf = (id) => client.status(id);
  const hasWork = (id, { kind }) => {
    const status = statusOf(id);
    if (status?.state === 'failed') throw new Error(`a ${kind} failed: ${status.reason?.message}`);
    return kind === 'snapshot' ? status?.state === 'done' : (status?.counts.hits ?? 0) > 0;
  };
  await client.until('hits on every probe', () => ids.every((id, index) => hasWork(id, chosen[index])), 60_000);
  let lost = 0;
  for (const [index, id] of ids.entries()) {
    if (chosen[index].kind !== 'snapshot') continue;
    const isThere = () => client.captures.filter(({ probeId }) => probeId === id).length >= snapshotHits;
    await client.until('captures', isThere, 20_000).catch(() => (lost += 1));
  }
  await client.call('probes/remove', { ids });
  client.captures.length = 0;
  client.logs.length = 0;
  return { placed: ids.length, lost };
}

/** Snapshots taken while there is no hub arrive when there is one again. Returns how many did not. */
export async function killInTheMiddle(hub) {
  const id = await hub.client.place({ ...snapshot, at: at('priced'), maxHits: 40, ratePerSecond: 10 });
  await hub.client.until('first captures', () => hub.client.captures.some(({ probeId }) => probeId === id));
  await hub.killAndRestart();
  const { client } = hub;
  await client.until('done', () => client.status(id)?.state === 'done', 60_000);
  const { captures } = await client.call('captures/list', { probeId: id, limit: 1_000 });
  await client.call('probes/remove', { ids: [id] });
  return 40 - new Set(captures.map((capture) => capture.id)).size;
}
