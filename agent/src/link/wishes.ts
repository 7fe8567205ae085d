import { assertNever, badRequest, type ProbeSpec, type UserError } from '@stillframe/protocol';
import { CodeTooLarge } from './analyses.ts';
import type { AppThread } from './appThread.ts';
import { locate, type Located, type Spot } from './locate.ts';
import { locateFunction } from './locateFunction.ts';
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
      return located.kind === 'found' ? found(wishesAt(located.spots, 'hit', planned), located.note) : located;
    }
    case 'tictoc': {
      const ends = [await locate(spec.at, scripts, app), await locate(spec.to, scripts, app)] as const;
      const bad = ends.find((end): end is Exclude<Located, { kind: 'found' }> => end.kind !== 'found');
      if (bad !== undefined) return bad;
      const [from, to] = ends.map((end) => (end.kind === 'found' ? end.spots : []));
      const note = ends.map((end) => (end.kind === 'found' ? end.note : undefined)).find((one) => one !== undefined);
      return pairOf(wishesAt(from ?? [], 'tic', planned), wishesAt(to ?? [], 'toc', planned), note);
    }
    case 'duration':
      return locateFunction(spec.at, planned, scripts, app);
    default:
      return assertNever(spec);
  }
}

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
