import type { CaptureMessage, CapturedScope } from '../shared/messages.ts';
import type { Action, PointPlan } from '../shared/plan.ts';
import { nowNs, wallClockMs } from './clock.ts';
import { missing } from './evaluate.ts';
import { createList, getOwnPropertyDescriptor, hasOwn, ownKeys } from './primordials.ts';
import type { ProbeRuntime } from './probeRuntime.ts';
import { evaluateAt } from './pointValues.ts';
import { reasonOf } from './failures.ts';
import type { Hit } from './hit.ts';
import { captureStack } from './stack.ts';
import { readTrace } from './traceContext.ts';
import { createWalk } from './walk.ts';
import { createTape, writeUnavailable } from './walkTape.ts';
import { cell } from '../shared/memory.ts';

type SnapshotAction = Extract<Action, { kind: 'snapshot' }>;

/** A snapshot being taken: the probed frame is in, callers may be added while paused. */
export type OpenSnapshot = {
  readonly place: number;
  /** How many frames with variables it wants in all. */
  readonly frames: number;
  /** Whether V8 can show all frames of the stack without harm. */
  readonly isPauseSafe: boolean;
  /** Empty where `Error` is frozen or replaced. */
  readonly stack: CaptureMessage['stack'];
  readonly deadlineNs: number;
  readonly notes: string[];
  addThis(stackIndex: number, value: unknown): void;
  /**
   * `scopeObject` is V8's materialised scope: own data properties, uninitialised ones throw when read. Of a closure's
   * values, which may be many and are not all used, only the surface is taken.
   */
  addScope(stackIndex: number, scopeObject: object, kind: 'local' | 'closure'): void;
  pausedForNs(ns: number): void;
  finish(): CaptureMessage;
};

type Caller = { readonly stackIndex: number; readonly scopes: CapturedScope[] };

/** On the app's thread, inside the breakpoint condition: takes the stack, the probed frame and the watches. */
export function beginSnapshot(
  runtime: ProbeRuntime,
  action: SnapshotAction,
  point: PointPlan,
  hit: Hit,
  ownFrames: Function,
): OpenSnapshot {
  // From here, not from the hit: another probe of the same line may have used its own time up.
  const startNs = nowNs();
  const within = (part: number) => ({
    maxBytes: action.captureBytes * part,
    deadlineNs: startNs + action.captureMs * 1e6 * part,
  });
  const whole = within(1);
  // A watch is asked for by name: however large the variables are, it is read.
  const walk = createWalk(action.limits, action.watches.length > 0 ? within(variablesPart) : whole);
  const tape = createTape();
  const notes = createList<string>();
  const atMs = wallClockMs();
  const trace = readTrace(runtime, point, hit);
  const { flat: stack, isPauseSafe } = captureStack(action.stackFrames, ownFrames, action.frames > 1);
  if (stack.length === 0) notes[notes.length] = noStack;

  walk.value(tape, hit.thisValue === missing ? undefined : hit.thisValue);
  for (let index = 0; index < point.variables.length; index++) {
    const value = hit.values[point.variables[index] ?? -1];
    if (value === missing) writeUnavailable(tape, 'uninitialised');
    else walk.value(tape, value);
  }
  walk.within(whole);
  const watchFailures = createList<string | null>();
  for (let index = 0; index < action.watches.length; index++) {
    const watch = action.watches[index];
    if (watch === undefined) continue;
    try {
      walk.value(tape, evaluateAt(runtime, point, hit, watch.program), watch.depth);
      watchFailures[index] = null;
    } catch (error) {
      watchFailures[index] = reasonOf(error);
    }
  }

  const callers = createList<Caller>();
  let pauseNs = 0;
  return {
    place: hit.place,
    frames: action.frames,
    isPauseSafe,
    stack,
    deadlineNs: whole.deadlineNs,
    notes,
    addThis(stackIndex, value) {
      if (value === globalThis) return;
      walk.value(tape, value);
      const names = createList<string>();
      names[0] = 'this';
      addTo(callers, stackIndex, { kind: 'this', names });
    },
    addScope(stackIndex, scopeObject, kind) {
      const depth = kind === 'closure' && action.limits.depth > 1 ? 1 : action.limits.depth;
      const names = createList<string>();
      const keys = ownKeys(scopeObject);
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index];
        if (typeof key !== 'string') continue;
        names[names.length] = key;
        try {
          const property = getOwnPropertyDescriptor(scopeObject, key);
          if (property !== undefined && hasOwn(property, 'value')) walk.value(tape, property.value, depth);
          else writeUnavailable(tape, 'failed');
        } catch {
          // V8 throws a ReferenceError for a binding that has no value yet (Node 22 and later; Node 20 says undefined).
          writeUnavailable(tape, 'uninitialised');
        }
      }
      addTo(callers, stackIndex, { kind, names });
    },
    pausedForNs(ns) {
      pauseNs = ns;
    },
    finish() {
      return {
        type: 'capture',
        probe: runtime.plan.probe,
        place: hit.place,
        atMs,
        hit: runtime.cells[cell.captured] ?? 0,
        stack,
        tape,
        watchFailures,
        callers,
        costNs: nowNs() - hit.startedNs,
        pauseNs,
        notes,
        trace,
      };
    },
  };
}

/** Of a capture's time and bytes, what the probed frame's variables may use where watches come after them. */
const variablesPart = 0.75;
const noStack = 'Callers are not known, because the service froze or replaced Error.';

function addTo(callers: Caller[], stackIndex: number, scope: CapturedScope): void {
  let caller = callers.length === 0 ? undefined : callers[callers.length - 1];
  if (caller === undefined || caller.stackIndex !== stackIndex) {
    caller = { stackIndex, scopes: createList() };
    callers[callers.length] = caller;
  }
  caller.scopes[caller.scopes.length] = scope;
}
