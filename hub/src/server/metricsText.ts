import { summarize, type InstanceView, type ProbeView, type Series } from '@stillframe/protocol';

type Labels = Readonly<Record<string, string>>;

/** The Prometheus text format (0.0.4): the hub itself, and every probe's counts and numbers by instance. */
export function metricsText(state: {
  readonly instances: readonly InstanceView[];
  readonly probes: readonly ProbeView[];
  readonly paused: boolean;
}): string {
  const metrics = new Map<string, { readonly type: string; readonly help: string; readonly lines: string[] }>();
  const define = (name: string, type: string, help: string) => {
    metrics.set(name, { type, help, lines: [] });
    return (labels: Labels, value: number, suffix = '') =>
      metrics.get(name)?.lines.push(`${name}${suffix}${labelText(labels)} ${numberText(value)}`);
  };
  define(
    'stillframe_agents',
    'gauge',
    'Connected instances.',
  )({}, state.instances.filter(({ connected }) => connected).length);
  define('stillframe_paused', 'gauge', '1 while every probe is paused.')({}, state.paused ? 1 : 0);
  define(
    'stillframe_probes',
    'gauge',
    'Probes that have not ended.',
  )({}, state.probes.filter(({ ended }) => ended === undefined).length);
  const accepted = define('stillframe_probe_accepted_total', 'counter', 'Captures or logs stored, over the fleet.');
  const hits = define('stillframe_probe_hits_total', 'counter', 'What became of the hits.');
  const cost = define('stillframe_probe_cost_seconds_total', 'counter', 'Time the probe took from the app.');
  const counted = define('stillframe_counter_total', 'counter', 'Counter probes, by group.');
  const tictocs = define('stillframe_tictoc_milliseconds', 'summary', 'Tic-toc probes, by group.');
  const durations = define('stillframe_duration_milliseconds', 'summary', 'Duration probes, by group.');
  const values = define('stillframe_metric', 'summary', 'Metric probes, by group.');

  const instances = new Map(state.instances.map(({ instance }) => [instance.instanceId, instance]));
  for (const { probe, accepted: used, statuses } of state.probes) {
    const { spec } = probe;
    const ofProbe: Labels = {
      probe: probe.id,
      kind: spec.kind,
      file: spec.at.file,
      line: String(spec.at.line1),
      label: spec.label ?? '',
    };
    if (spec.kind === 'snapshot' || spec.kind === 'log') accepted(ofProbe, used);
    for (const { instanceId, status } of statuses) {
      const instance = instances.get(instanceId);
      const labels: Labels = {
        ...ofProbe,
        instance: instanceId,
        app: instance?.app ?? '',
        host: instance?.host ?? '',
      };
      for (const [result, count] of Object.entries(status.counts)) {
        if (result !== 'hits') hits({ ...labels, result }, count);
      }
      hits({ ...labels, result: 'all' }, status.counts.hits);
      cost(labels, status.cost.totalNs / 1e9);
      for (const series of status.series) {
        const grouped = series.key === undefined ? labels : { ...labels, group: series.key };
        if (spec.kind === 'counter') counted(grouped, series.count);
        if (spec.kind === 'tictoc') addSummary(tictocs, grouped, series);
        if (spec.kind === 'duration') addSummary(durations, grouped, series);
        if (spec.kind === 'metric') addSummary(values, grouped, series);
      }
    }
  }
  return [...metrics]
    .filter(([, { lines }]) => lines.length > 0)
    .map(([name, { type, help, lines }]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`)
    .join('');
}

function addSummary(add: (labels: Labels, value: number, suffix?: string) => void, labels: Labels, series: Series) {
  const summary = summarize(series);
  if (summary === undefined) return;
  add({ ...labels, quantile: '0.5' }, summary.p50);
  add({ ...labels, quantile: '0.9' }, summary.p90);
  add({ ...labels, quantile: '0.99' }, summary.p99);
  add({ ...labels, quantile: '0.999' }, summary.p999);
  add(labels, series.sum ?? 0, '_sum');
  add(labels, series.count, '_count');
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escape = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const numberText = (value: number) =>
  value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : Number.isNaN(value) ? 'NaN' : String(value);
