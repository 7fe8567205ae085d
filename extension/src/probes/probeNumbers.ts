import { isTimed, mergeSeries, summarize, type ProbeView, type Series } from '@stillframe/protocol';
import { estimateOf, estimateText } from '@stillframe/protocol/reading';
import { formatCount, formatMs, formatRate, formatSignificant } from './formatNumbers.ts';

/** The probe's series over all instances and groups as one; undefined before the first number. */
export function totalOf(view: ProbeView): Series | undefined {
  const all = view.statuses.flatMap((entry) => entry.status.series);
  const [first, ...rest] = all.map((series): Series => ({ ...series, key: undefined }));
  return first === undefined ? undefined : rest.reduce(mergeSeries, first);
}

/** What is counted for a rate: numbers where the probe has some, else hits. */
export const countOf = (view: ProbeView) =>
  totalOf(view)?.count ?? view.statuses.reduce((sum, entry) => sum + entry.status.counts.hits, 0);

/** `p50 3.1 ms · p90 12 ms · p99 40 ms · p99.9 55 ms · max 58 ms`; undefined before the first number, and for counters. */
export function distributionLabel(view: ProbeView): string | undefined {
  const total = totalOf(view);
  const summary = total === undefined || total.count === 0 ? undefined : summarize(total);
  if (summary === undefined) return undefined;
  const format = isTimed(view.probe.spec.kind) ? formatMs : formatSignificant;
  const { p50, p90, p99, p999, max } = summary;
  return [
    `p50 ${format(p50)}`,
    `p90 ${format(p90)}`,
    `p99 ${format(p99)}`,
    `p99.9 ${format(p999)}`,
    `max ${format(max)}`,
  ].join(' · ');
}

/**
 * The lens over a counting line: `1,204 hits · 83/s`, `p50 3.1 ms · p99 40 ms · n 5,120`, with `est. ×4` when the probe
 * is sampled. Undefined for kinds that have no numbers.
 */
export function numbersLabel(view: ProbeView, ratePerSecond: number | undefined): string | undefined {
  const { kind } = view.probe.spec;
  if (kind === 'snapshot' || kind === 'log') return undefined;
  const total = totalOf(view);
  const parts: string[] = [];
  if (kind === 'counter') {
    parts.push(`${formatCount(total?.count ?? 0)} ${total?.count === 1 ? 'hit' : 'hits'}`);
    if (view.probe.enabled) parts.push(formatRate(ratePerSecond ?? 0));
  } else {
    const format = isTimed(kind) ? formatMs : formatSignificant;
    const summary = total === undefined ? undefined : summarize(total);
    if (summary !== undefined && summary.count > 0) {
      parts.push(`p50 ${format(summary.p50)}`, `p99 ${format(summary.p99)}`);
    }
    parts.push(`n ${formatCount(total?.count ?? 0)}`);
  }
  const groups = new Set(view.statuses.flatMap((entry) => entry.status.series.map((series) => series.key)));
  groups.delete(undefined);
  if (groups.size > 1) parts.push(`${groups.size} groups`);
  const estimate = estimateText(estimateOf(view.statuses.map((entry) => entry.status)));
  if (estimate !== undefined) parts.push(estimate);
  return parts.join(' · ');
}
