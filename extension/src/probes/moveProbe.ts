import type { ProbeSpec, UserError } from '@stillframe/protocol';

/** The spec at the line the agent suggests; undefined when there is none. A tic-toc moves whichever end has no code. */
export function movedSpec(spec: ProbeSpec, reason: UserError): ProbeSpec | undefined {
  const line1 = reason.suggestedLine1;
  if (line1 === undefined) return undefined;
  // The text was another line's.
  const at = { file: spec.at.file, line1 };
  if (spec.kind !== 'tictoc') return { ...spec, at };
  const failedLine1 = Number(/:(\d+) has no/.exec(reason.message)?.[1] ?? spec.at.line1);
  return failedLine1 === spec.to.line1 && failedLine1 !== spec.at.line1
    ? { ...spec, to: { file: spec.to.file, line1 } }
    : { ...spec, at };
}

/** The spec with its place on another line of the same file; a tic-toc's end stays. */
export const movedToLine = (spec: ProbeSpec, line1: number): ProbeSpec => ({
  ...spec,
  at: { file: spec.at.file, line1 },
});
