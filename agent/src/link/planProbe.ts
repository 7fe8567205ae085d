import {
  assertNever,
  expressionRefused,
  identifiersOf,
  limits,
  parseExpression,
  parseTemplate,
  type Probe,
  type Program,
  type UserError,
} from '@stillframe/protocol';
import type { Action, ProbePlan } from '../shared/plan.ts';
import { overlap, type Redaction } from './redaction.ts';

/** A probe made ready for the app's thread, and what the link thread keeps to make sense of what comes back. */
export type PlannedProbe = {
  readonly plan: ProbePlan;
  /** The text around a log's values. */
  readonly texts: readonly string[];
  /** Program indexes whose value must not leave the process. */
  readonly secret: ReadonlySet<number>;
};

export type Planned =
  { readonly ok: true; readonly value: PlannedProbe } | { readonly ok: false; readonly error: UserError };

/** Parses and checks every expression of a probe and clamps its limits. */
export function planProbe(
  number: number,
  { spec }: Probe,
  redaction: Redaction,
  requestId: readonly Program[] = [],
): Planned {
  const programs: Program[] = [];
  const requestIds: number[] = [];
  let texts: readonly string[] = [];
  let error: UserError | undefined;

  const compile = (text: string): number => {
    const parsed = parseExpression(text);
    if (!parsed.ok) error ??= parsed.error;
    else programs.push(parsed.value);
    return programs.length - 1;
  };
  const optional = (text: string | undefined) => (text === undefined ? undefined : compile(text));
  const group = (text: string | undefined) => {
    if (text === undefined) return undefined;
    const index = compile(text);
    const program = programs[index];
    if (program !== undefined && isSecret(program)) {
      error ??= expressionRefused(text, 1, 'a group key leaves the process as it is, and this one names a secret.');
    }
    return index;
  };
  const isSecret = (program: Program) => identifiersOf(program).some(redaction.isSensitiveName);

  const action = (): Action => {
    switch (spec.kind) {
      case 'snapshot': {
        const walk = {
          depth: spec.limits.depth ?? limits.depth.default,
          properties: spec.limits.properties ?? limits.properties.default,
          items: spec.limits.items ?? limits.items.default,
          stringLength: (spec.limits.stringLength ?? limits.stringLength.default) + overlap,
        };
        return {
          kind: 'snapshot',
          frames: spec.frames,
          stackFrames: limits.stackFrames.default,
          watches: spec.watches.map(({ expression, depth }) => ({
            program: compile(expression),
            depth: depth ?? walk.depth,
          })),
          limits: walk,
          captureBytes: spec.limits.captureBytes ?? limits.captureBytes.default,
          captureMs: spec.limits.captureMs ?? limits.captureMs.default,
        };
      }
      case 'log': {
        const template = parseTemplate(spec.template);
        if (!template.ok) error ??= template.error;
        const parts = template.ok ? template.value.parts : [];
        texts = template.ok ? template.value.texts : [];
        const first = programs.length;
        programs.push(...parts);
        return { kind: 'log', parts: parts.map((_, index) => first + index), limits: logLimits };
      }
      case 'counter':
        return { kind: 'counter', by: group(spec.by) };
      case 'tictoc':
        return { kind: 'tictoc', by: group(spec.by), byAt: 'toc', key: optional(spec.key) };
      case 'metric':
        return { kind: 'metric', value: compile(spec.value), by: group(spec.by) };
      case 'duration':
        return { kind: 'duration', by: group(spec.by) };
      default:
        return assertNever(spec);
    }
  };

  const condition = optional(spec.condition);
  const plan: ProbePlan = {
    probe: number,
    programs,
    condition,
    requestIds,
    action: action(),
    maxHits: spec.maxHits ?? defaultHits[spec.kind],
    ratePerSecond: spec.ratePerSecond ?? defaultRate[spec.kind],
    budgetShare: spec.budgetShare,
  };
  if (error !== undefined) return { ok: false, error };
  if (spec.kind === 'snapshot' || spec.kind === 'log') {
    for (const program of requestId) if (!isSecret(program)) requestIds.push(programs.push(program) - 1);
  }
  const secret = new Set(programs.flatMap((program, index) => (isSecret(program) ? [index] : [])));
  return { ok: true, value: { plan, texts, secret } };
}

/** A log shows objects in one line; a look two levels deep is enough for that. */
const logLimits = { depth: 2, properties: 20, items: 20, stringLength: limits.stringLength.default + overlap };

const defaultHits = {
  snapshot: limits.snapshotHits.default,
  log: limits.logHits.default,
  counter: Infinity,
  tictoc: Infinity,
  metric: Infinity,
  duration: Infinity,
};
const defaultRate = {
  snapshot: limits.snapshotRatePerSecond.default,
  log: limits.logRatePerSecond.default,
  counter: Infinity,
  tictoc: Infinity,
  metric: Infinity,
  duration: Infinity,
};
