import type { Program } from '@stillframe/protocol';
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
  | { readonly kind: 'metric'; readonly value: number; readonly by: number | undefined }
  | { readonly kind: 'duration'; readonly by: number | undefined };

/**
 * hit: the probe's line. tic and toc: the two ends of a tictoc. enter and leave: where a synchronous function begins and
 * where it can be left; enterAsync: where an async one begins (its promise tells its end).
 */
export type Role = 'hit' | 'tic' | 'toc' | 'enter' | 'enterAsync' | 'leave';

/** Whether a place of this role ends what another place began: nothing is decided or evaluated there. */
export const isEnd = (role: Role): role is 'toc' | 'leave' => role === 'toc' || role === 'leave';

/** A function's code, to know its frames on a stack by. Positions are `positionKey`s of the running script. */
export type FunctionCode = {
  /** The same at all places of one function of one probe. */
  readonly id: number;
  /** The script as stack frames may name it. */
  readonly files: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Functions inside it, whose frames are not its own: start and end of each. */
  readonly inner: readonly (readonly [number, number])[];
};

/** A position as one number that sorts like it; lines may be 2^26 units long. */
export const positionKey = (line0: number, column0: number): number => line0 * 2 ** 26 + column0;

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
  /** In the same order: the property of that value which is meant (imports of CommonJS); null: the value itself. */
  readonly nameKeys?: readonly (readonly (string | null)[])[];
  /** Which of the values a snapshot takes, in order. */
  readonly variables: readonly number[];
  /** Of enter and leave. */
  readonly code?: FunctionCode | undefined;
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
};

/** What V8 takes for a breakpoint with a false condition in a small function, ns (Node 20 to 26). */
export const breakReferenceNs = 30_000;
