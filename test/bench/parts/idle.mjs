import { connectLoad } from '../load.mjs';
import { median, shuffled } from '../statistics.mjs';
import { residentBytes } from '../threadTime.mjs';

const warmUpMs = 1_500;
const segmentMs = 100;

/**
 * What an agent costs that has nothing to do. All servers are up at once and get the load in turn, in many short segments,
 * so that noise hits all alike; each segment is compared with the uninstrumented server's in the same turn. A second
 * uninstrumented server is compared too: it says how fine the comparison is.
 */
export const idle = {
  rows: ['idle'],
  jobs: ({ wants, variants, isQuick, processes, record }) =>
    wants('idle')
      ? [{ title: 'idle', run: () => compare({ variants, turns: isQuick ? 15 : 40, processes, record }) }]
      : [],
};

async function compare({ variants, turns, processes, record }) {
  const names = ['base', ...variants.filter((variant) => variant !== 'hand')];
  const servers = [];
  try {
    for (const name of shuffled(names)) {
      const running = await processes.start(name === 'base' ? 'none' : name, { isIdle: true });
      servers.push({ name, running, load: await connectLoad(await running.call('serve'), running.pid) });
    }
    for (const { load } of shuffled(servers)) await load.run(warmUpMs);
    const ratios = new Map(names.map((name) => [name, { rate: [], cpu: [] }]));
    for (let turn = 0; turn < turns; turn++) {
      const results = new Map();
      for (const { name, load } of shuffled(servers)) results.set(name, await load.run(segmentMs));
      const base = results.get('base');
      for (const [name, { perSecond, cpuNsEach }] of results) {
        ratios.get(name).rate.push((perSecond / base.perSecond) * 100);
        ratios.get(name).cpu.push((base.cpuNsEach / cpuNsEach) * 100);
      }
      record('idle', 'none', 'perSecond', base.perSecond);
    }
    const bytes = new Map(servers.map(({ name, running }) => [name, residentBytes(running.pid)]));
    for (const name of names.slice(1)) {
      record('idle', name, 'kept', median(ratios.get(name).rate));
      record('idle', name, 'keptCpu', median(ratios.get(name).cpu));
      for (const ratio of ratios.get(name).cpu) record('idle', name, 'segments', ratio);
      record('idle', name, 'rss', (bytes.get(name) - bytes.get('base')) / 1e6);
    }
  } finally {
    for (const { load } of servers) load.close();
    await Promise.all(servers.map(({ running }) => running.end()));
  }
}
