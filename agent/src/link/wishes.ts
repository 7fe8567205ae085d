import { assertNever, badRequest, expressionRefused, type ProbeSpec, type UserError } from '@stillframe/protocol';
import { CodeTooLarge } from './analyses.ts';
import type { AppThread } from './appThread.ts';
import { locate, type Spot } from './locate.ts';
import { locateFunction } from './locateFunction.ts';
import { isInSource } from './originalNames.ts';
import type { Wish } from './placeTable.ts';
import type { PlannedProbe } from './planProbe.ts';
import type { Scripts } from './scripts.ts';

/** Where a probe wants to be, and what for; or why it cannot be there now. `shown` is what people are told of it. */
export type Wished =
  | {
      readonly kind: 'found';
      readonly wishes: readonly Wish[];
      readonly shown: readonly Spot[];
      /** To be told while it is armed. */
      readonly note?: UserError | undefined;
    }
  | { readonly kind: 'pending' | 'refused'; readonly reason: UserError };

/** Finds all places of a probe among the scripts loaded so far. */
export async function findWishes(
  spec: ProbeSpec,
  planned: PlannedProbe,
  scripts: Scripts,
  app: AppThread,
): Promise<Wished> {
  try {
    return await wishesOf(spec, planned, scripts, app);
  } catch (error) {
    if (error instanceof CodeTooLarge) return { kind: 'refused', reason: error.userError };
    throw error;
  }
}

async function wishesOf(spec: ProbeSpec, planned: PlannedProbe, scripts: Scripts, app: AppThread): Promise<Wished> {
  switch (spec.kind) {
    case 'snapshot':
    case 'log':
    case 'counter':
    case 'metric': {
      const located = await locate(spec.at, scripts, app);
      return located.kind === 'found' ? checked(found(wishesAt(located.spots, 'hit', planned), located.note)) : located;
    }
    case 'tictoc': {
      const ends = [await locate(spec.at, scripts, app), await locate(spec.to, scripts, app)] as const;
      for (const [index, end] of ends.entries()) {
        if (end.kind !== 'found') return { ...end, reason: { ...end.reason, end: index === 0 ? 'at' : 'to' } };
      }
      const [from, to] = ends.map((end) => (end.kind === 'found' ? end.spots : []));
      const note = ends.map((end) => (end.kind === 'found' ? end.note : undefined)).find((one) => one !== undefined);
      return checked(pairOf(wishesAt(from ?? [], 'tic', planned), wishesAt(to ?? [], 'toc', planned), note));
    }
    case 'duration':
      return checked(await locateFunction(spec.at, planned, scripts, app));
    default:
      return assertNever(spec);
  }
}

/** Refuses an expression over a name that the source has and the running code has not, at any of the places. */
function checked(wished: Wished): Wished {
  if (wished.kind !== 'found') return wished;
  const places = wished.wishes.filter(({ role }) => role !== 'leave');
  const { programs = [], requestIds = [] } = places[0]?.planned.plan ?? {};
  for (const [index, { text, names }] of programs.entries()) {
    // The request's id is looked for where it is; nobody asked for it here.
    if (requestIds.includes(index)) continue;
    const gone = names.find((name) => places.length > 0 && places.every(({ spot }) => isGone(name, spot)));
    if (gone === undefined) continue;
    const why = `\`${gone}\` was removed by the build, or is not visible at this line. Use a name that captures there show.`;
    return { kind: 'refused', reason: expressionRefused(text, text.indexOf(gone) + 1, why) };
  }
  return wished;
}

const isGone = (name: string, { names, origin }: Spot) =>
  origin !== undefined &&
  !names.some(({ original }) => original === name) &&
  !Object.hasOwn(globalThis, name) &&
  isInSource(name, origin);

/** The files a probe is in. */
export const filesOf = (spec: ProbeSpec): readonly string[] =>
  spec.kind === 'tictoc' ? [spec.at.file, spec.to.file] : [spec.at.file];

const found = (wishes: readonly Wish[], note: UserError | undefined): Wished => ({
  kind: 'found',
  wishes,
  shown: wishes.map(({ spot }) => spot),
  note,
});

const wishesAt = (spots: readonly Spot[], role: Wish['role'], planned: PlannedProbe) =>
  spots.map((spot): Wish => ({ spot, role, planned }));

/** Two lines may come to one place: a line without code of its own, or both in one statement of a minified file. */
function pairOf(tics: readonly Wish[], tocs: readonly Wish[], note: UserError | undefined): Wished {
  const isSame = ({ spot: a }: Wish, { spot: b }: Wish) =>
    a.script === b.script && a.at.line0 === b.at.line0 && a.at.column0 === b.at.column0;
  if (tics.some((tic) => tocs.some((toc) => isSame(tic, toc)))) {
    const reason = badRequest(
      'Both ends of this tic-toc are one place in the running code. Choose another line for its end.',
    );
    return { kind: 'refused', reason };
  }
  return found([...tics, ...tocs], note);
}
