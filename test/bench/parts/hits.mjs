import { median, quantile, shuffled } from '../statistics.mjs';

/** Snapshots come at a pace below dd-trace's 25 a second; the others in bursts, with rests that keep within any budget. */
const paced = { bursts: 60, perBurst: 1, restMs: 45, warmUps: 2 };
const bursts = { bursts: 20, perBurst: 50, restMs: 25, warmUps: 2 };

/** One frame is what dd-trace takes of its own accord, five what debug-agent does. */
const rows = [
  { row: 'condition', probe: { kind: 'condition' }, pace: bursts, by: ['hand', 'stillframe', 'ddtrace', 'google'] },
  { row: 'log', probe: { kind: 'log' }, pace: bursts, by: ['hand', 'stillframe', 'ddtrace', 'google'] },
  { row: 'counter', probe: { kind: 'counter' }, pace: bursts, by: ['hand', 'stillframe'] },
  { row: 'tictoc', probe: { kind: 'tictoc' }, pace: bursts, by: ['hand', 'stillframe'] },
  { row: 'snapshot1', probe: { kind: 'snapshot', frames: 1 }, pace: paced, by: ['hand', 'stillframe', 'ddtrace'] },
  { row: 'snapshot5', probe: { kind: 'snapshot', frames: 5 }, pace: paced, by: ['stillframe', 'google'] },
];

/** What one hit takes from the app's thread. Each process measures the same calls first without and then with the probe. */
export const hits = {
  rows: rows.map(({ row }) => row),
  jobs({ wants, variants, isQuick, processes, backends, record }) {
    const wanted = rows.filter(({ row }) => wants(row));
    return variants
      .filter((variant) => wanted.some(({ by }) => by.includes(variant)))
      .map((variant) => ({
        title: `hits, ${variant}`,
        run: () =>
          processes.use(variant, { budget: '0.25' }, async ({ call }) => {
            await call('warmUp');
            for (const { row, probe, pace, by } of shuffled(wanted)) {
              if (!by.includes(variant)) continue;
              const times = isQuick ? { ...pace, bursts: Math.ceil(pace.bursts / 4) } : pace;
              const without = await call('hits', times);
              const received = backends.ddtrace?.received();
              const handle = await call('arm', { ...probe, place: 'handler' });
              const armed = await call('hits', times);
              await observed({ variant, probe, handle, received, call, backends, count: armed.micros.length });
              await call('disarm', handle);
              const work = median(without.micros);
              record(row, 'none', 'p50', work);
              record(row, 'none', 'p99', quantile(without.micros, 0.99));
              record(row, 'none', 'cpu', without.cpuMicros);
              record(row, variant, 'p50', median(armed.micros) - work);
              record(row, variant, 'p99', quantile(armed.micros, 0.99) - work);
              record(row, variant, 'cpu', armed.cpuMicros - without.cpuMicros);
            }
          }),
      }));
  },
};

/** A probe that saw only a part of the hits measured something else: that is an error, not a figure. */
async function observed({ variant, probe, handle, received, call, backends, count }) {
  if (variant === 'stillframe') {
    const { counts } = await backends.stillframe.report(handle, ({ counts }) => counts.hits >= count);
    if (probe.kind !== 'condition' && counts.throttled > 0)
      throw new Error(`Stillframe: ${counts.throttled} of ${counts.hits} hits were throttled`);
  } else if (probe.kind === 'condition') return;
  else if (variant === 'ddtrace') await backends.ddtrace.receive(received + count);
  else if (variant === 'google' && (await call('seen')) < count) throw new Error('debug-agent missed hits');
}
