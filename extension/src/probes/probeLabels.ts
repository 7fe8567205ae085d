import { assertNever, limits, type ProbeKind, type ProbeSpec, type ProbeView } from '@stillframe/protocol';
import { formatShare } from './formatNumbers.ts';
import { numbersLabel } from './probeNumbers.ts';
import { shortReason } from './shortReason.ts';
import type { ProbeSummary } from './summarizeProbe.ts';

export const kindLabel: Readonly<Record<ProbeKind, string>> = {
  snapshot: 'Snapshot',
  log: 'Log',
  counter: 'Counter',
  tictoc: 'Tic-Toc',
  metric: 'Metric',
  duration: 'Duration',
};

/** What the probe does beyond its kind: its condition, template, value, group. '' for a plain one. */
export function detailOf(spec: ProbeSpec): string {
  const condition = spec.condition === undefined ? '' : `if ${spec.condition}`;
  const by = 'by' in spec && spec.by !== undefined ? `by ${spec.by}` : '';
  return [spec.label ?? '', ownDetail(spec), by, condition].filter((part) => part !== '').join(' · ');
}

function ownDetail(spec: ProbeSpec): string {
  switch (spec.kind) {
    case 'snapshot':
      return spec.watches.map((watch) => watch.expression).join(', ');
    case 'log':
      return spec.template;
    case 'counter':
    case 'duration':
      return '';
    case 'tictoc':
      return `to line ${spec.to.line1}`;
    case 'metric':
      return spec.value;
    default:
      return assertNever(spec);
  }
}

/** Hits after which the probe is done; undefined when it has no end. */
export function hitLimitOf(spec: ProbeSpec): number | undefined {
  if (spec.maxHits !== undefined) return spec.maxHits;
  if (spec.kind === 'snapshot') return limits.snapshotHits.default;
  return spec.kind === 'log' ? limits.logHits.default : undefined;
}

/** The tree's description: `armed · 3/10 · 0.02 %`, `1,204 hits · 83/s · 0.1 %`, `failed · no code here → move to 11`. */
export function describeRow(
  view: ProbeView,
  summary: ProbeSummary,
  ratePerSecond: number | undefined,
  paused: boolean,
): string {
  const { state } = summary;
  const reason = shortReason(summary, paused);
  if (reason !== undefined && state !== 'armed') return reason === 'paused' ? reason : `${state} · ${reason}`;
  const numbers = numbersLabel(view, ratePerSecond);
  const limit = hitLimitOf(view.probe.spec);
  const cost = summary.costShare > 0 && (state === 'armed' || state === 'throttled');
  return [
    numbers === undefined || state !== 'armed' ? state : '',
    numbers ?? (limit === undefined ? '' : `${view.accepted}/${limit}`),
    cost ? formatShare(summary.costShare) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
