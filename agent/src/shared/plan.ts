import type { Program } from '@stillframe/protocol';
import type { Location0 } from './messages.ts';
import type { WalkLimits } from './tape.ts';

/** A probe as the app's thread needs it: everything parsed, checked and clamped by the link thread. Plain data. */
export type ProbePlan = {
  /** Small number that stands for the probe on both threads. */
  readonly probe: number;
  /** Every expression of the probe; actions and `condition` point into it. */
  readonly programs: readonly Program[];
  readonly condition: number | undefined;
  /** Programs for the request's id; the first one that gives something counts. */
  readonly requestIds: readonly number[];
  readonly action: Action;
  /** Captures, records or numbers after which this instance stops on its own. */
  readonly maxHits: number;
  readonly ratePerSecond: number;
  /** Share of one core this probe may cost at most; undefined: what the process allows. */
  readonly budgetShare: number | undefined;
};

/** What a hit does. Numbers are indexes into ProbePlan.programs. */
export type Action =
  | {
      readonly kind: 'snapshot';
      /** Frames with variables, the probed one included; more than 1 pauses. */
      readonly frames: number;
      readonly stackFrames: number;
      readonly watches: readonly { readonly program: number; readonly depth: number }[];
      readonly limits: WalkLimits;
      readonly captureBytes: number;
      readonly captureMs: number;
    }
  | { readonly kind: 'log'; readonly parts: readonly number[]; readonly limits: WalkLimits }
  | { readonly kind: 'counter'; readonly by: number | undefined }
  | {
      readonly kind: 'tictoc';
      readonly by: number | undefined;
      readonly byAt: 'tic' | 'toc';
      readonly key: number | undefined;
    }
  | { readonly kind: 'metric'; readonly value: number; readonly by: number | undefined };

/** hit: the probe's line. tic and toc: the two ends of a tictoc. */
export type Role = 'hit' | 'tic' | 'toc';

/** In PointPlan.nameIndexes: the name is declared here but cannot be read. */
export const hiddenName = -1;
/** In PointPlan.nameIndexes: no code declares it, so it can only be a global. */
export const globalName = -2;

/** One probe at one place. */
export type PointPlan = {
  readonly probe: number;
  readonly role: Role;
  /** For each program, where each of its names is among the values the condition passes, or one of the two above. */
  readonly nameIndexes: readonly (readonly number[])[];
  /** Which of the values a snapshot takes, in order. */
  readonly variables: readonly number[];
};

/**
 * One V8 breakpoint. V8 refuses a second one at the same position, so all probes there share it, and the cost of its hit
 * is shared among them.
 */
export type PlacePlan = {
  readonly place: number;
  readonly scriptId: string;
  readonly line0: number;
  readonly column0: number;
  /** V8's breakpoint condition, ready to set. */
  readonly condition: string;
  /** What V8 itself is expected to take per hit, on a machine where a small function takes `breakReferenceNs`. */
  readonly breakCostNs: number;
  readonly points: readonly PointPlan[];
  /** Where else in its function a breakpoint shows how busy that is: its entry, and its loops. One number a function. */
  readonly guard: { readonly id: number; readonly at: readonly Location0[] };
};

/** What V8 takes for a breakpoint with a false condition in a small function, ns (Node 20 to 26). */
export const breakReferenceNs = 30_000;
