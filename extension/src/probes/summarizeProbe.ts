import {
  assertNever,
  type HitCounts,
  type ProbeKind,
  type ProbeState,
  type ProbeStatus,
  type ProbeView,
  type UserError,
} from '@stillframe/protocol';
import { dropsText, sumDrops } from '@stillframe/protocol/reading';
import { formatCount, formatShare } from './formatNumbers.ts';

/** A probe over all its instances, as a person thinks of it. */
export type ProbeSummary = {
  readonly kind: ProbeKind;
  readonly state: ProbeState;
  /** Why it is in that state. */
  readonly reason: UserError | undefined;
  /** One sentence for hovers and tooltips. */
  readonly sentence: string;
  readonly counts: HitCounts;
  /** What was lost on the way and where, in words; '' when nothing was. */
  readonly losses: string;
  readonly costShare: number;
  readonly costNs: number;
  /** Instances it is armed on, of those it is for. */
  readonly armed: number;
  readonly instances: number;
  /** Largest of the instances; 1 when every number is exact. */
  readonly estimateFactor: number;
  /** Line where it really is, when that is another one than asked for. */
  readonly boundLine1: number | undefined;
};

/** `paused`: the hub's "pause all", under which nothing is armed. */
export function summarizeProbe(view: ProbeView, paused: boolean): ProbeSummary {
  const { probe } = view;
  const statuses = view.statuses.map((entry) => entry.status);
  const isNow = ({ instanceId }: { readonly instanceId: string }) => view.instances.includes(instanceId);
  // Numbers outlive the instance, states do not.
  const current = view.ended === undefined ? view.statuses.filter(isNow).map((entry) => entry.status) : statuses;
  const state = stateOf(view, current);
  const reason = current.find((status) => status.state === state && status.reason !== undefined)?.reason;
  const armed = current.filter((status) => status.state === 'armed' || status.state === 'throttled').length;
  const bound = statuses.flatMap((status) => status.bound);
  const counts = sumCounts(statuses);
  const boundLine1 = bound.find((place) => place.line1 !== probe.spec.at.line1)?.line1;
  return {
    kind: probe.spec.kind,
    state,
    reason,
    sentence: sentenceOf(view, state, reason, paused, current),
    counts,
    losses: dropsText(probe.spec.kind, counts.dropped, sumDrops(statuses.map((status) => status.drops))),
    costShare: statuses.reduce((sum, status) => sum + status.cost.share, 0),
    costNs: statuses.reduce((sum, status) => sum + status.cost.totalNs, 0),
    armed,
    instances: view.instances.length,
    estimateFactor: Math.max(1, ...statuses.map((status) => status.estimateFactor)),
    boundLine1: bound.some((place) => place.line1 === probe.spec.at.line1) ? undefined : boundLine1,
  };
}

/** Working anywhere counts as working; what is broken elsewhere is in the sentence. */
function stateOf(view: ProbeView, statuses: readonly ProbeStatus[]): ProbeState {
  if (!view.probe.enabled) return 'disabled';
  if (view.ended !== undefined) return view.ended;
  const has = (state: ProbeState) => statuses.some((status) => status.state === state);
  for (const state of ['throttled', 'armed', 'failed', 'pending', 'done', 'expired'] as const) {
    if (has(state)) return state;
  }
  return 'pending';
}

function sentenceOf(
  view: ProbeView,
  state: ProbeState,
  reason: UserError | undefined,
  paused: boolean,
  statuses: readonly ProbeStatus[],
): string {
  switch (state) {
    case 'armed': {
      const armed = statuses.filter((status) => status.state === 'armed').length;
      const failed = statuses.find((status) => status.state === 'failed')?.reason;
      const failure = statuses.findLast((status) => status.lastFailure !== undefined)?.lastFailure;
      return [
        reason === undefined ? '' : reason.message,
        `Armed on ${armed} of ${plural(view.instances.length, 'instance')}.`,
        failed === undefined ? '' : `Elsewhere: ${failed.message}`,
        failure === undefined ? '' : failure.message,
      ]
        .filter((part) => part !== '')
        .join(' ');
    }
    case 'throttled':
      return reason?.message ?? 'Throttled: it would cost more than allowed, so counts are estimates.';
    case 'pending':
      if (paused) return 'Paused: all probes are paused. Resume all to arm it again.';
      if (view.instances.length === 0) {
        return 'Waiting: no running agent matches. It is placed as soon as one connects.';
      }
      return reason?.message ?? 'Waiting for the instance to place it.';
    case 'done':
      return view.probe.spec.maxHits === undefined && view.probe.spec.kind !== 'snapshot'
        ? 'Done.'
        : `Done: all ${view.accepted} hits arrived. Renew it to go on.`;
    case 'expired':
      return reason?.message ?? 'Expired and taken out. Renew it to place it again.';
    case 'failed':
      return reason?.message ?? 'The probe could not be placed.';
    case 'disabled':
      return 'Disabled. Enable it to place it again.';
    default:
      return assertNever(state);
  }
}

const zeroCounts: HitCounts = { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 };

function sumCounts(statuses: readonly ProbeStatus[]): HitCounts {
  return statuses.reduce(
    (sum, { counts }) => ({
      hits: sum.hits + counts.hits,
      conditionFalse: sum.conditionFalse + counts.conditionFalse,
      conditionFailed: sum.conditionFailed + counts.conditionFailed,
      throttled: sum.throttled + counts.throttled,
      captured: sum.captured + counts.captured,
      dropped: sum.dropped + counts.dropped,
      open: (sum.open ?? 0) + (counts.open ?? 0),
      unpaired: (sum.unpaired ?? 0) + (counts.unpaired ?? 0),
      unopened: (sum.unopened ?? 0) + (counts.unopened ?? 0),
    }),
    zeroCounts,
  );
}

/** "1,204 evaluated, 1,190 condition false": why nothing, or not more, arrived. Zero parts are left out. */
export function describeCounts(counts: HitCounts): string {
  const parts: readonly (readonly [number, string])[] = [
    [counts.hits, 'evaluated'],
    [counts.conditionFalse, 'condition false'],
    [counts.conditionFailed, 'condition failed'],
    [counts.throttled, 'let go by the rate or budget'],
    [counts.captured, 'captured'],
    [counts.dropped, 'dropped'],
    [counts.open ?? 0, 'not ended yet'],
    [counts.unpaired ?? 0, 'begun without an end seen'],
    [counts.unopened ?? 0, 'ended without a beginning seen'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  return said.length === 0 ? 'The line has not run since the probe was placed' : said.join(', ');
}

/** "takes 0.02 % of a core". */
export const describeCost = (summary: ProbeSummary) => `takes ${formatShare(summary.costShare)} of a core`;

export const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
