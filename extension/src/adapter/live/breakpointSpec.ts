import { limits, type ProbeSpecInput, type Target } from '@stillframe/protocol';
import type { DebugProtocol } from '@vscode/debugprotocol';

/** What all probes of a session have in common. */
export type SpecOptions = {
  readonly target: Target;
  /** Frames with variables of a snapshot; default: the protocol's. */
  readonly frames?: number | undefined;
};

export type BreakpointSpec =
  { readonly ok: true; readonly spec: ProbeSpecInput } | { readonly ok: false; readonly message: string };

/** A breakpoint is a snapshot, a logpoint a log; a hit count is how many hits to take. `file` is the process's path. */
export function breakpointSpec(
  file: string,
  breakpoint: DebugProtocol.SourceBreakpoint,
  { target, frames }: SpecOptions,
): BreakpointSpec {
  const template = given(breakpoint.logMessage);
  const most = template === undefined ? limits.snapshotHits.max : limits.logHits.max;
  const hits = readHitCount(breakpoint.hitCondition, most);
  if ('problem' in hits) return { ok: false, message: hits.problem };
  const common = {
    at: { file, line1: breakpoint.line },
    condition: given(breakpoint.condition),
    maxHits: hits.count,
    target,
  };
  const spec: ProbeSpecInput =
    template === undefined ? { kind: 'snapshot', ...common, frames } : { kind: 'log', ...common, template };
  return { ok: true, spec };
}

/** `5`, `<= 5` and `< 6` are five hits; everything else would need the service to stop or to count without end. */
function readHitCount(
  text: string | undefined,
  most: number,
): { readonly count: number | undefined } | { readonly problem: string } {
  const wanted = given(text);
  if (wanted === undefined) return { count: undefined };
  const match = /^(<=?)?\s*(\d{1,9})$/.exec(wanted);
  const count = Number(match?.[2] ?? 0) - (match?.[1] === '<' ? 1 : 0);
  if (count >= 1 && count <= most) return { count };
  return {
    problem: `\`${wanted}\` is not a hit count here. Write how many hits to take, from 1 to ${most.toLocaleString('en-US')}.`,
  };
}

const given = (text: string | undefined) => (text === undefined || text.trim() === '' ? undefined : text.trim());
