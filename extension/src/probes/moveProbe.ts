import type { Place, ProbeSpec, UserError } from '@stillframe/protocol';

/** The spec at the line the agent suggests; undefined when there is none. A tic-toc moves the end that it is about. */
export function movedSpec(spec: ProbeSpec, reason: UserError): ProbeSpec | undefined {
  const line1 = reason.suggestedLine1;
  if (line1 === undefined) return undefined;
  return spec.kind === 'tictoc' && reason.end === 'to'
    ? { ...spec, to: { file: spec.to.file, line1 } }
    : movedToLine(spec, line1);
}

/** The spec with its place on another line of the same file; a tic-toc's end stays. Its text was another line's. */
export const movedToLine = (spec: ProbeSpec, line1: number): ProbeSpec => movedTo(spec, { file: spec.at.file, line1 });

/** The spec at another place; a tic-toc's end stays. */
export const movedTo = (spec: ProbeSpec, at: Place): ProbeSpec => ({ ...spec, at });
