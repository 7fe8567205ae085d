import { medianInterval } from './statistics.mjs';

/** What must hold, each compared with the same run. `value` is undefined where its rows were not measured. */
const checks = [
  {
    title: 'snapshot, 1 frame: stands still at most 1/20 of dd-trace',
    value: ({ median }) => ratio(median('snapshot1', 'stillframe', 'p50'), median('snapshot1', 'ddtrace', 'p50')),
    max: 1 / 20,
  },
  {
    title: 'snapshot, 5 frames with variables: at most 1/5 of dd-trace with one',
    value: ({ median }) => ratio(median('snapshot5', 'stillframe', 'p50'), median('snapshot1', 'ddtrace', 'p50')),
    max: 1 / 5,
  },
  {
    title: 'log: CPU per hit at most 1/5 of dd-trace',
    value: ({ median }) => ratio(median('log', 'stillframe', 'cpu'), median('log', 'ddtrace', 'cpu')),
    max: 1 / 5,
  },
  {
    title: 'condition false: at most 1/2 of dd-trace',
    value: ({ median }) => ratio(median('condition', 'stillframe', 'p50'), median('condition', 'ddtrace', 'p50')),
    max: 1 / 2,
  },
  ...['kernel', 'kernelAll'].flatMap((row) => [
    {
      title: `${kernelTitle(row)}: throughput at least 97 % of uninstrumented`,
      value: ({ median }) => ratio(median(row, 'stillframe', 'kept'), median(row, 'none', 'kept')),
      min: 0.97,
    },
    {
      title: `${kernelTitle(row)}: count within 10 % of the truth`,
      value: ({ median }) => ratio(median(row, 'stillframe', 'count'), 100),
      max: 0.1,
    },
  ]),
  {
    title: 'idle: at least 99 % of the requests a CPU second',
    value: ({ median }) => ratio(median('idle', 'stillframe', 'keptCpu'), 100),
    min: 0.99,
    note: ({ all }) =>
      `95 % interval ${percents(all('idle', 'stillframe', 'segments'))}, a second uninstrumented server ${percents(all('idle', 'none', 'segments'))}`,
  },
  {
    title: 'idle: at most 15 MB more resident',
    value: ({ median }) => median('idle', 'stillframe', 'rss'),
    max: 15,
    unit: 'MB',
  },
];

/** Each check with its verdict: `isMet` is undefined when a row was not measured. */
export function judge(results) {
  return checks.map(({ title, value, min, max, unit, note }) => {
    const found = value(results);
    if (found === undefined) return { title, isMet: undefined, text: 'not measured' };
    const isMet = (min === undefined || found >= min) && (max === undefined || found <= max);
    const shown = unit === undefined ? `${(found * 100).toFixed(2)} %` : `${found.toFixed(1)} ${unit}`;
    return { title, isMet, text: note === undefined ? shown : `${shown} (${note(results)})` };
  });
}

function kernelTitle(row) {
  return row === 'kernel' ? 'hot kernel, condition false' : 'hot kernel, four probes';
}

function ratio(value, of) {
  return value === undefined || of === undefined ? undefined : value / of;
}

function percents(numbers) {
  return medianInterval(numbers)
    .map((number) => `${number.toFixed(2)} %`)
    .join(' to ');
}
