import {
  assertNever,
  badRequest,
  limits,
  parseExpression,
  parseTemplate,
  type ProbeSpec,
  type UserError,
} from '@stillframe/protocol';

/** Says why a spec that fits the schema still cannot be placed; undefined when it can. */
export function checkSpec(spec: ProbeSpec): UserError | undefined {
  for (const expression of expressionsOf(spec)) {
    const parsed = parseExpression(expression);
    if (!parsed.ok) return parsed.error;
  }
  if (spec.kind === 'log') {
    const parsed = parseTemplate(spec.template);
    if (!parsed.ok) return parsed.error;
  }
  if (spec.kind === 'tictoc' && spec.at.file === spec.to.file && spec.at.line1 === spec.to.line1) {
    return badRequest('A tic-toc needs two lines, and both of its ends are on one. Choose another line for its end.');
  }
  return spec.kind === 'snapshot' ? snapshotProblem(spec) : undefined;
}

/** The spec with the hit limit it has when none was asked for; numbers have none. */
export function withHitLimit(spec: ProbeSpec): ProbeSpec {
  switch (spec.kind) {
    case 'snapshot':
      return { ...spec, maxHits: spec.maxHits ?? limits.snapshotHits.default };
    case 'log':
      return { ...spec, maxHits: spec.maxHits ?? limits.logHits.default };
    case 'counter':
    case 'tictoc':
    case 'metric':
    case 'duration':
      return spec;
    default:
      return assertNever(spec);
  }
}

function expressionsOf(spec: ProbeSpec): readonly string[] {
  const own = (): readonly (string | undefined)[] => {
    switch (spec.kind) {
      case 'snapshot':
        return spec.watches.map(({ expression }) => expression);
      case 'log':
        return [];
      case 'counter':
      case 'duration':
        return [spec.by];
      case 'tictoc':
        return [spec.by, spec.key];
      case 'metric':
        return [spec.value, spec.by];
      default:
        return assertNever(spec);
    }
  };
  return [spec.condition, ...own()].filter((expression) => expression !== undefined);
}

/** The schema's ceilings are those of logs. */
function snapshotProblem({ maxHits = 0, ratePerSecond = 0 }: ProbeSpec): UserError | undefined {
  if (maxHits > limits.snapshotHits.max) {
    return badRequest(`A snapshot takes at most ${limits.snapshotHits.max} hits. Ask for fewer, or use a log.`);
  }
  if (ratePerSecond > limits.snapshotRatePerSecond.max) {
    return badRequest(
      `A snapshot's rate is at most ${limits.snapshotRatePerSecond.max} a second. Ask for less, or use a log.`,
    );
  }
  return undefined;
}
