import { formatSelector, type ProbeView } from '@stillframe/protocol';
import { spanText, whyNothing } from '@stillframe/protocol/reading';
import { formatCount, formatMs, formatShare } from './formatNumbers.ts';
import { plural, summarizeProbe } from './summarizeProbe.ts';
import type { WhyNow } from './whyNow.ts';

/** One line below a probe in the tree. */
export type ProbeFact = {
  readonly label: string;
  readonly text: string;
  /** A codicon's name. */
  readonly icon: string;
};

/** What there is to know of a probe: why it is as it is, what became of its hits, what it costs, where and for how long it is. */
export function probeFacts(view: ProbeView, now: WhyNow): readonly ProbeFact[] {
  const { probe } = view;
  const { answer, facts } = whyNothing(view, now);
  const summary = summarizeProbe(view, now.paused);
  const { counts } = summary;
  const stallMs = Math.max(0, ...view.statuses.map(({ status }) => status.cost.armStallMs));
  const counted: readonly (readonly [label: string, count: number, icon: string])[] = [
    ['Condition false', counts.conditionFalse, 'filter'],
    ['Failed', counts.conditionFailed, 'warning'],
    ['Let go by rate or budget', counts.throttled, 'dashboard'],
    ['Dropped', counts.dropped, 'trash'],
    ['Not ended yet', counts.open ?? 0, 'watch'],
    ['Begun, no end seen', counts.unpaired ?? 0, 'watch'],
    ['Ended, no beginning seen', counts.unopened ?? 0, 'watch'],
  ];
  return [
    ...[answer, ...facts].map((text, index) => fact('', text, index === 0 ? 'question' : 'info')),
    fact('Evaluated', formatCount(counts.hits), 'pulse'),
    ...counted.filter(([, count]) => count > 0).map(([label, count, icon]) => fact(label, formatCount(count), icon)),
    fact('Captured', formatCount(counts.captured), 'check'),
    fact('Cost', costText(summary.costShare, summary.costNs, stallMs), 'dashboard'),
    fact('Target', `${formatSelector(probe.spec.target)} · ${plural(view.instances.length, 'instance')}`, 'target'),
    fact('Expires', view.ended === undefined ? `in ${spanText(probe.expiresAtMs - now.nowMs)}` : 'ended', 'history'),
  ];
}

const fact = (label: string, text: string, icon: string): ProbeFact => ({ label, text, icon });

const costText = (share: number, totalNs: number, stallMs: number) =>
  [`${formatShare(share)} of a core`, `${formatMs(totalNs / 1e6)} in all`, `${formatMs(stallMs)} to arm`].join(' · ');
