import type { BreakLocation, Location0, ScriptFacts } from '../shared/messages.ts';
import type { AppThread } from './appThread.ts';
import type { CodeAnalysis } from './codeAnalysis.ts';
import type { FunctionShape } from './functionShapes.ts';

export type Span = { readonly start: Location0; readonly end: Location0 };

/**
 * Where V8 can stop in `[start, end)`, each function in it asked about on its own, and the code outside of all: once a file
 * has run, V8 lets go of that. Rejects with an AppRefused.
 */
export async function breakableIn(
  { start, end }: Span,
  { scriptId }: ScriptFacts,
  analysis: CodeAnalysis,
  app: AppThread,
): Promise<readonly BreakLocation[]> {
  const found = await app.locations(scriptId, startsIn(start, end, analysis), end);
  // For a function whose code is gone V8 answers for the one around it.
  return [...new Map(found.map((location) => [analysis.offsetOf(location), location])).values()];
}

/** Where V8 can stop in one function, up to `end`. Rejects with an AppRefused. */
export const breakableOf = (
  { inside, inner }: FunctionShape,
  end: Location0,
  { scriptId }: ScriptFacts,
  analysis: CodeAnalysis,
  app: AppThread,
): Promise<readonly BreakLocation[]> =>
  app.locations(scriptId, [analysis.positionOf(firstOutside(inner, inside))], end);

/** For each function that has something of its own in the span: the first position at which it is the innermost. */
function startsIn(start: Location0, end: Location0, analysis: CodeAnalysis): readonly Location0[] {
  const [from, to] = [analysis.offsetOf(start), analysis.offsetOf(end)];
  const functions = analysis.functions();
  const outside = firstOutside(
    functions.map((shape) => [shape.start, shape.end]),
    from,
  );
  const inside = functions
    .map((shape) => ({ first: firstOutside(shape.inner, Math.max(shape.inside, from)), last: shape.end }))
    .filter(({ first, last }) => first <= last);
  return [outside, ...inside.map(({ first }) => first)]
    .filter((first) => first < to)
    .map((first) => analysis.positionOf(first));
}

/** The first offset from `from` on that is in none of the ranges, which are in order; V8 counts a function's end as inside it. */
function firstOutside(ranges: readonly (readonly [start: number, end: number])[], from: number): number {
  let first = from;
  for (const [start, end] of ranges) if (start <= first && first <= end) first = end + 1;
  return first;
}
