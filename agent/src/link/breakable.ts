import type { BreakLocation, Location0, ScriptFacts } from '../shared/messages.ts';
import type { AppThread } from './appThread.ts';
import type { CodeAnalysis } from './codeAnalysis.ts';

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
  const starts = startsIn(analysis.offsetOf(start), analysis.offsetOf(end), analysis);
  const found = await app.locations(
    scriptId,
    starts.map((first) => analysis.positionOf(first)),
    end,
  );
  // For a function whose code is gone V8 answers for the one around it.
  return [...new Map(found.map((location) => [analysis.offsetOf(location), location])).values()];
}

/** For each function that has something of its own in the range: the first offset at which it is the innermost. */
function startsIn(from: number, to: number, analysis: CodeAnalysis): readonly number[] {
  const functions = analysis.functions();
  const outside = firstOutside(
    functions.map(({ start, end }) => [start, end]),
    from,
  );
  const inside = functions.flatMap((shape) => {
    const first = firstOutside(shape.inner, Math.max(shape.inside, from));
    return first <= shape.end ? [first] : [];
  });
  return [outside, ...inside].filter((first) => first < to);
}

/** The first offset from `from` on that is in none of the ranges, which are in order; V8 counts a function's end as inside it. */
function firstOutside(ranges: readonly (readonly [start: number, end: number])[], from: number): number {
  let first = from;
  for (const [start, end] of ranges) if (start <= first && first <= end) first = end + 1;
  return first;
}
