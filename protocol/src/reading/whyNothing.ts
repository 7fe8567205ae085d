import type { InstanceView, ProbeView } from '../messages/clientHub.ts';
import type { ProbeKind, ProbeStatus } from '../probe.ts';
import { formatSelector } from '../target.ts';
import { dropsText, sumDrops } from './dropsText.ts';
import { spanText } from './spanText.ts';

/** What would help, for a button or a command to do. */
export type WhyStep =
  | { readonly kind: 'enable' | 'resume' | 'renew' | 'edit' | 'retarget' }
  | { readonly kind: 'move'; readonly line1: number };

export type Why = {
  /** One sentence: why nothing arrived, or that something did. */
  readonly answer: string;
  /** What else is known, a sentence each, the weightiest first. */
  readonly facts: readonly string[];
  readonly steps: readonly WhyStep[];
};

type Reason = { readonly sentence: string; readonly steps?: readonly WhyStep[] };
type Surroundings = {
  /** The hub's "pause all". */
  readonly paused: boolean;
  /** Everybody the hub knows. */
  readonly instances: readonly InstanceView[];
  readonly nowMs: number;
};

/** "Why did nothing arrive?", answered from what the hub and the instances say of a probe: the first reason, then the rest. */
export function whyNothing(view: ProbeView, surroundings: Surroundings): Why {
  const current = view.statuses.filter(({ instanceId }) => view.instances.includes(instanceId));
  const statuses = current.map(({ status }) => status);
  const reasons = [
    ...ofTheProbe(view, surroundings),
    ...(view.ended === undefined ? ofTargets(view, surroundings) : []),
    ...(view.probe.enabled && !surroundings.paused && view.ended === undefined ? ofStates(view, statuses) : []),
    ...ofHits(view, view.ended === undefined ? statuses : view.statuses.map(({ status }) => status), surroundings),
  ];
  const arrived = arrivedText(view);
  const sentences = reasons.map(({ sentence }) => sentence);
  const [answer, ...facts] = arrived === undefined ? sentences : [arrived, ...sentences];
  const steps = reasons.find((reason) => reason.steps !== undefined)?.steps ?? [];
  return { answer: answer ?? 'It is armed and waits for the line to run.', facts, steps };
}

/** What holds for the probe as a whole. */
function ofTheProbe({ probe, ended, accepted }: ProbeView, { paused, nowMs }: Surroundings): readonly Reason[] {
  const reasons: Reason[] = [];
  if (ended === 'done') {
    const sentence = `It is done: all ${many(probe.spec.maxHits ?? accepted, 'hit')} it was placed for have been.`;
    reasons.push({ sentence, steps: [{ kind: 'renew' }] });
  }
  if (ended === 'expired') {
    const sentence = `It expired ${spanText(nowMs - probe.expiresAtMs)} ago and was taken out.`;
    reasons.push({ sentence, steps: [{ kind: 'renew' }] });
  }
  if (!probe.enabled) reasons.push({ sentence: 'It is disabled.', steps: [{ kind: 'enable' }] });
  if (paused) reasons.push({ sentence: 'All probes are paused.', steps: [{ kind: 'resume' }] });
  return reasons;
}

function ofTargets(view: ProbeView, { instances }: Surroundings): readonly Reason[] {
  if (view.instances.length > 0) return [];
  const apps = [...new Set(instances.filter(({ connected }) => connected).map(({ instance }) => instance.app))];
  if (apps.length === 0) return [{ sentence: 'No agent is connected: start the service with its agent.' }];
  const selector = formatSelector(view.probe.spec.target);
  const sentence = `No running agent matches its target ${selector}; connected are: ${apps.sort().join(', ')}.`;
  return [{ sentence, steps: [{ kind: 'retarget' }] }];
}

/** Where it is not armed, and why. The same reason on several instances is one. */
function ofStates(view: ProbeView, statuses: readonly ProbeStatus[]): readonly Reason[] {
  const total = view.instances.length;
  const bySentence = new Map<string, { count: number; steps: readonly WhyStep[] | undefined }>();
  const add = (sentence: string, steps?: readonly WhyStep[]) => {
    const known = bySentence.get(sentence);
    bySentence.set(sentence, { count: (known?.count ?? 0) + 1, steps: known?.steps ?? steps });
  };
  for (const { state, reason } of statuses) {
    const line1 = reason?.suggestedLine1;
    const move: readonly WhyStep[] | undefined = line1 === undefined ? undefined : [{ kind: 'move', line1 }];
    if (state === 'pending') add(reason?.message ?? 'The instance has not placed it yet.');
    if (state === 'failed') add(reason?.message ?? 'It could not be placed.', move);
    if (state === 'expired') add('It expired and was taken out.', [{ kind: 'renew' }]);
    if (state === 'armed' && reason !== undefined) add(reason.message);
    if (state === 'disabled') add('The instance has not armed it again yet.');
  }
  const silent = total - statuses.length;
  const reasons = [...bySentence].map(([sentence, { count, steps }]): Reason => {
    const where = count === total ? '' : `On ${count} of ${total} instances: `;
    return { sentence: where + sentence, steps };
  });
  if (silent > 0) reasons.push({ sentence: `${many(silent, 'instance')} did not answer yet.` });
  return reasons;
}

/** What became of the hits, where it is or was armed. */
function ofHits(view: ProbeView, statuses: readonly ProbeStatus[], { nowMs }: Surroundings): readonly Reason[] {
  const { spec } = view.probe;
  const sum = (of: (status: ProbeStatus) => number | undefined) =>
    statuses.reduce((total, status) => total + (of(status) ?? 0), 0);
  const hits = sum(({ counts }) => counts.hits);
  const isFalse = sum(({ counts }) => counts.conditionFalse);
  const failed = sum(({ counts }) => counts.conditionFailed);
  const throttled = sum(({ counts }) => counts.throttled);
  const armed = statuses.filter(({ state }) => state === 'armed' || state === 'throttled');
  const reasons: Reason[] = [];
  if (hits === 0 && (armed.length > 0 || view.ended !== undefined)) reasons.push(neverRun(view, armed, nowMs));
  if (isFalse > 0) {
    const condition = `Its condition \`${spec.condition ?? ''}\``;
    const sentence =
      isFalse === hits
        ? `${condition} was false all ${many(hits, 'time')} the line ran.`
        : `${condition} was false ${count(isFalse)} of ${many(hits, 'time')} the line ran.`;
    reasons.push({ sentence, steps: [{ kind: 'edit' }] });
  }
  const failure = statuses.findLast(({ lastFailure }) => lastFailure !== undefined)?.lastFailure;
  if (failed > 0 || failure !== undefined) {
    const often = failed === 0 ? '' : `An expression failed ${many(failed, 'time')}: `;
    const sentence = often + (failure?.message ?? 'the instance did not say why.');
    reasons.push({ sentence, steps: [{ kind: 'edit' }] });
  }
  if (throttled > 0) reasons.push({ sentence: `${many(throttled, 'hit')} went by for its rate or budget.` });
  const reason = statuses.find(({ state }) => state === 'throttled')?.reason;
  if (reason !== undefined) reasons.push({ sentence: reason.message });
  const open = sum(({ counts }) => counts.open);
  if (open > 0) reasons.push({ sentence: `${many(open, 'time')} it began, and its end has not come yet.` });
  const unpaired = sum(({ counts }) => counts.unpaired);
  if (unpaired > 0) reasons.push({ sentence: `${many(unpaired, 'time')} it began, and its end was not seen.` });
  const unopened = sum(({ counts }) => counts.unopened);
  if (unopened > 0) reasons.push({ sentence: `${many(unopened, 'time')} its end came without a beginning.` });
  const lost = dropsText(
    spec.kind,
    sum(({ counts }) => counts.dropped),
    sumDrops(statuses.map(({ drops }) => drops)),
  );
  if (lost !== '') reasons.push({ sentence: `${lost}.` });
  return reasons;
}

function neverRun(view: ProbeView, armed: readonly ProbeStatus[], nowMs: number): Reason {
  const { spec } = view.probe;
  const what = spec.kind === 'duration' ? 'The function' : 'The line';
  if (view.ended !== undefined) return { sentence: `${what} did not run while it was armed.` };
  const since = Math.min(...armed.map(({ sinceMs }) => sinceMs ?? Infinity));
  const forHow = Number.isFinite(since) ? ` ${spanText(nowMs - since)} ago` : '';
  const lines = new Set(armed.flatMap(({ bound }) => bound.map(({ line1 }) => line1)));
  const asked = spec.kind === 'tictoc' ? [spec.at.line1, spec.to.line1] : [spec.at.line1];
  const moved = spec.kind !== 'duration' && lines.size > 0 && !asked.some((line1) => lines.has(line1));
  const where = moved ? ` It really is on line ${[...lines].join(', ')}.` : '';
  return { sentence: `${what} has not run since it was armed${forHow}.${where}` };
}

function arrivedText({ probe, accepted, statuses }: ProbeView): string | undefined {
  const recorded = statuses.reduce((sum, { status }) => sum + status.counts.captured, 0);
  const arrived = probe.spec.kind === 'snapshot' || probe.spec.kind === 'log' ? accepted : recorded;
  if (arrived === 0) return undefined;
  return `Something did arrive: ${many(arrived, nameOf[probe.spec.kind])}.`;
}

const nameOf: Readonly<Record<ProbeKind, string>> = {
  snapshot: 'capture',
  log: 'log record',
  counter: 'hit',
  tictoc: 'time',
  metric: 'number',
  duration: 'time',
};

const count = (value: number) => Math.round(value).toLocaleString('en-US');
const many = (value: number, word: string) => `${count(value)} ${word}${value === 1 ? '' : 's'}`;
