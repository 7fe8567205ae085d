import type { Tape } from './tape.ts';
import type { PlacePlan, ProbePlan } from './plan.ts';

/** A script as V8 announced it. Only what is needed to find files: text is fetched from disk or on demand. */
export type ScriptFacts = {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapUrl: string;
  /** SHA-256 of the text as V8 has it, hex. */
  readonly hash: string;
};

export type Location0 = { readonly line0: number; readonly column0: number };

/** Where V8 can stop. `return`: after the value is known, when nothing is left but to leave the function. */
export type BreakLocation = Location0 & { readonly kind: 'return' | 'call' | 'other' };

/** Link thread to app's thread. */
export type ToProbe =
  /** Enables V8's debugger and asks for all scripts, now and as they load. */
  | { readonly type: 'enable' }
  /** Enables and disables the debugger once: what V8 and our own code do only the first time is then done. */
  | { readonly type: 'warmUp' }
  /** No probe is left: the process is as if we were not there. */
  | { readonly type: 'disable' }
  | {
      readonly type: 'locations';
      readonly request: number;
      readonly scriptId: string;
      readonly starts: readonly Location0[];
      readonly end: Location0;
    }
  | { readonly type: 'source'; readonly request: number; readonly scriptId: string }
  | { readonly type: 'addProbe'; readonly plan: ProbePlan; readonly cells: Float64Array }
  | { readonly type: 'removeProbe'; readonly probe: number }
  /** Arms, or re-arms with other points. */
  | { readonly type: 'setPlaces'; readonly plans: readonly PlacePlan[] }
  | { readonly type: 'clearPlace'; readonly place: number }
  /** Puts a throttled place's breakpoint back. */
  | { readonly type: 'rearm'; readonly place: number }
  /** Once a second while probes are in: how is the app's thread? `sentMs` is machineMs. */
  | { readonly type: 'look'; readonly sentMs: number }
  /** Budget of each place from now on, as a share of one core. */
  | { readonly type: 'budget'; readonly share: number };

/** Everything the link thread says. `idle`: no probe is left and all they brought is stored. */
export type FromLink = ToProbe | { readonly type: 'idle' };

/** App's thread to link thread. */
export type ToLink =
  /** The process ends: all that was sent before is to be stored within this time. */
  | { readonly type: 'flush'; readonly flush: number; readonly forMs: number }
  | { readonly type: 'enabled'; readonly stallMs: number; readonly scripts: readonly ScriptFacts[] }
  | { readonly type: 'disabled'; readonly stallMs: number }
  | { readonly type: 'script'; readonly script: ScriptFacts }
  | { readonly type: 'answer'; readonly request: number; readonly locations: readonly BreakLocation[] }
  | { readonly type: 'answer'; readonly request: number; readonly source: string }
  | { readonly type: 'answer'; readonly request: number; readonly problem: string }
  | {
      readonly type: 'placed';
      readonly places: readonly { readonly place: number; readonly problem?: string }[];
      /** How long the app's thread stood still for all of them together. */
      readonly stallMs: number;
    }
  | CaptureMessage
  | {
      readonly type: 'log';
      readonly probe: number;
      readonly atMs: number;
      /** One value per template part; an entry of `failures` instead where it could not be evaluated. */
      readonly tape: Tape;
      readonly failures: readonly (string | null)[];
      readonly trace: HitTrace;
    }
  | { readonly type: 'series'; readonly probe: number; readonly key: string | null; readonly memory: SharedArrayBuffer }
  /** Answers `look`: how long it waited for the event loop, and the heap. */
  | {
      readonly type: 'pulse';
      readonly loopDelayMs: number;
      readonly heapUsedBytes: number;
      readonly heapLimitBytes: number;
    }
  /** Taken out by the budget, to be re-armed later. */
  | { readonly type: 'throttled'; readonly place: number; readonly forMs: number }
  /** The probe has had its hits in this instance. */
  | { readonly type: 'finished'; readonly probe: number }
  /** A name in the condition threw: the place needs the guarded form. */
  | { readonly type: 'nameThrew'; readonly place: number }
  | { readonly type: 'failure'; readonly probe: number; readonly expression: string; readonly reason: string }
  /** A bug of ours: the probes there were taken out. */
  | { readonly type: 'broken'; readonly probe: number | null; readonly reason: string };

/** What the hit belongs to, as far as it is known. */
export type HitTrace = {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly requestId: string | null;
};

/** `this` has the one name `this`. closure: a function or block around the frame's function. */
export type CapturedScope = { readonly kind: 'local' | 'closure' | 'this'; readonly names: readonly string[] };

export type CaptureMessage = {
  readonly type: 'capture';
  readonly probe: number;
  readonly place: number;
  readonly atMs: number;
  readonly hit: number;
  /** Five entries a frame: function name, script URL or path, line1, column1, 1 when reached through an await. */
  readonly stack: readonly (string | number)[];
  /**
   * Values in this order: `this` and the variables of the probed frame, then each watch that did not fail, then for each
   * of `callers` its scopes' values in the order of their names.
   */
  readonly tape: Tape;
  /** Per watch: null, or why it has no value. */
  readonly watchFailures: readonly (string | null)[];
  /** A frame may come twice: its own first, what is around it when all frames have theirs. */
  readonly callers: readonly { readonly stackIndex: number; readonly scopes: readonly CapturedScope[] }[];
  readonly costNs: number;
  readonly pauseNs: number;
  readonly notes: readonly string[];
  readonly trace: HitTrace;
};
