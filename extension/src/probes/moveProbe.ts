import type { ProbeSpec, UserError } from '@stillframe/protocol';

/** The spec at the line the agent suggests; undefined when there is none. A tic-toc moves whichever end has no code. */
export function movedSpec(spec: ProbeSpec, reason: UserError): ProbeSpec | undefined {
  const line1 = reason.suggestedLine1;
  if (line1 === undefined) return undefined;
  if (spec.kind !== 'tictoc') return movedToLine(spec, line1);
  const failedLine1 = Number(/:(\d+) has no/.exec(reason.message)?.[1] ?? spec.at.line1);
  return failedLine1 === spec.to.line1 && failedLine1 !== spec.at.line1
    ? { ...spec, to: { file: spec.to.file, line1 } }
    : movedToLine(spec, line1);
}

/** The spec with its place on another line of the same file; a tic-toc's end stays. Its text was another line's. */
export const movedToLine = (spec: ProbeSpec, line1: number): ProbeSpec => ({
  ...spec,
  at: { file: spec.at.file, line1 },
});
