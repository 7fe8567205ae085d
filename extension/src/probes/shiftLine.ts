/** One replacement in a text, in lines before it (0-based): `start` to `end` became `addedLines` more than one line. */
export type LineChange = {
  readonly start0: number;
  /** Column of the start: a line break typed at 0 pushes the line itself down. */
  readonly startColumn0: number;
  readonly end0: number;
  readonly addedLines: number;
};

/** Where a line is after a change, as a breakpoint would move: with its text, and to the beginning of what was deleted around it. */
export function shiftLine(line0: number, { start0, startColumn0, end0, addedLines }: LineChange): number {
  const isBelow = end0 < line0 || (end0 === line0 && (start0 < line0 || startColumn0 === 0));
  if (isBelow) return Math.max(0, line0 + addedLines - (end0 - start0));
  return start0 < line0 ? start0 : line0;
}
