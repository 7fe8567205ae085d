import { assertNever } from '@stillframe/protocol';
import { cell } from '../shared/memory.ts';
import type { ToLink } from '../shared/messages.ts';
import { isEnd, type Action, type PointPlan } from '../shared/plan.ts';
import { nowNs, wallClockMs } from './clock.ts';
import { createCallStack } from './callStack.ts';
import { attempt, failed, reasonOf, tellFailure } from './failures.ts';
import { groupKeyOf } from './groupKey.ts';
import type { Hit } from './hit.ts';
import { ownDepth } from './ownDepth.ts';
import type { Opening } from './openings.ts';
import { evaluateAt } from './pointValues.ts';
import { createList } from './primordials.ts';
import { count, type ProbeRuntime } from './probeRuntime.ts';
import { beginSnapshot, type OpenSnapshot } from './snapshot.ts';
import { readTrace } from './traceContext.ts';
import { createWalk } from './walk.ts';
import { createTape } from './walkTape.ts';

type ActionOf<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;

/** One probe at one place during one hit. */
type Run = {
  readonly runtime: ProbeRuntime;
  readonly point: PointPlan;
  readonly hit: Hit;
  readonly send: (message: ToLink) => void;
};

/**
 * On the app's thread, inside the breakpoint condition: everything one probe does with one hit. Returns a snapshot that
 * still wants its callers' variables, for which the condition must be true; else undefined. `ownFrames` is the function
 * below which the app's stack begins.
 */
export function runPoint(run: Run, ownFrames: Function): OpenSnapshot | undefined {
  const { runtime, point, hit } = run;
  const { action } = runtime.plan;
  if (runtime.isFinished) return undefined;
  if (action.kind === 'duration') {
    runDuration(run, action, ownFrames);
    return undefined;
  }
  if (!isLetThrough(run)) {
    if (point.role === 'tic') runtime.ticToc.skip();
    return undefined;
  }
  switch (action.kind) {
    case 'snapshot': {
      const snapshot = beginSnapshot(runtime, action, point, hit, ownFrames);
      accept(run);
      if (action.frames > 1) {
        if (hit.mayPause && snapshot.isPauseSafe) return snapshot;
        snapshot.notes[snapshot.notes.length] = hit.mayPause ? initialiserNote : noPauseNote;
      }
      run.send(snapshot.finish());
      tellIfFinished(runtime, run.send);
      return undefined;
    }
    case 'log':
      runLog(run, action);
      return undefined;
    case 'counter': {
      const key = group(run, action.by);
      if (key !== failed) record(run, key, 1);
      return undefined;
    }
    case 'metric':
      runMetric(run, action);
      return undefined;
    case 'tictoc':
      runTicToc(run, action);
      return undefined;
    default:
      return assertNever(action);
  }
}

/** Condition and rate. The condition belongs to a beginning, also of what ends elsewhere; the rate of a tictoc to its end. */
function isLetThrough(run: Run): boolean {
  const { runtime, point, hit, send } = run;
  const { condition } = runtime.plan;
  if (!isEnd(point.role)) {
    count(runtime, cell.hits);
    if (condition !== undefined) {
      const outcome = attempt(runtime, condition, () => evaluateAt(runtime, point, hit, condition), send);
      if (outcome === failed) count(runtime, cell.conditionFailed);
      else if (!outcome) count(runtime, cell.conditionFalse);
      if (outcome === failed || !outcome) return false;
    }
  }
  const { rate } = runtime;
  if (rate === undefined || point.role === 'tic') return true;
  rate.refill(hit.startedNs);
  if (rate.level < 1) {
    count(runtime, cell.throttled);
    return false;
  }
  rate.spend(1, hit.startedNs);
  return true;
}

function runLog(run: Run, action: ActionOf<'log'>): void {
  const { runtime, point, hit } = run;
  const tape = createTape();
  const failures = createList<string | null>();
  const trace = readTrace(runtime, point, hit);
  const walk = createWalk(action.limits, { maxBytes: logBytes, deadlineNs: nowNs() + logNs });
  for (let index = 0; index < action.parts.length; index++) {
    try {
      walk.value(tape, evaluateAt(runtime, point, hit, action.parts[index] ?? -1));
      failures[index] = null;
    } catch (error) {
      failures[index] = reasonOf(error);
    }
  }
  accept(run);
  run.send({ type: 'log', probe: runtime.plan.probe, atMs: wallClockMs(), tape, failures, trace });
  tellIfFinished(runtime, run.send);
}

function runMetric(run: Run, action: ActionOf<'metric'>): void {
  const { runtime, point, hit, send } = run;
  const value = attempt(runtime, action.value, () => evaluateAt(runtime, point, hit, action.value), send);
  const key = group(run, action.by);
  if (key === failed) return;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && number - number === 0) return record(run, key, number);
  if (value !== failed) tellFailure(runtime, action.value, `it gave ${nameOf(value)}, not a finite number.`, send);
  count(runtime, cell.conditionFailed);
}

function runTicToc(run: Run, action: ActionOf<'tictoc'>): void {
  const { runtime, point, hit } = run;
  const key = group(run, action.key);
  const by = action.byAt === point.role ? group(run, action.by) : null;
  if (key === failed || by === failed) return point.role === 'tic' ? runtime.ticToc.skip() : undefined;
  if (point.role === 'tic') return runtime.ticToc.tic(key, by, nowNs(), runtime.gaps);
  const tic = runtime.ticToc.toc(key, runtime.gaps);
  if (tic !== undefined) record(run, action.byAt === 'toc' ? by : tic.group, (hit.startedNs - tic.startNs) / 1e6);
}

/** Every call is followed, also one that is not timed: what it does is not to be taken for another's. */
function runDuration(run: Run, action: ActionOf<'duration'>, ownFrames: Function): void {
  const { runtime, point, hit } = run;
  const { code } = point;
  if (point.role === 'enterAsync') return runAsyncDuration(run, action);
  if (code === undefined) return;
  const calls = (runtime.calls[code.id] ??= createCallStack(runtime.openings, () => ownDepth(code, ownFrames)));
  if (point.role === 'enter') return calls.enter(beginCall(run, action), runtime.gaps);
  const call = calls.leave(runtime.gaps);
  if (call !== undefined && runtime.openings.close(call)) record(run, call.group, (hit.startedNs - call.startNs) / 1e6);
}

function runAsyncDuration(run: Run, action: ActionOf<'duration'>): void {
  const { runtime, send } = run;
  const call = beginCall(run, action);
  if (call === undefined) return;
  const promise = runtime.promises.newest();
  if (promise === undefined) return runtime.openings.giveUp(call);
  runtime.promises.onSettled(promise, () => {
    // On the app's thread, inside whatever settles the promise.
    try {
      const endNs = nowNs();
      if (runtime.isFinished || !runtime.openings.close(call)) return;
      record(run, call.group, (endNs - call.startNs) / 1e6);
    } catch {
      runtime.isFinished = true;
      send({ type: 'broken', probe: runtime.plan.probe, reason: 'the end of a call could not be recorded' });
    }
  });
}

/** A call that is to be timed, from now on; undefined when it is not let through. */
function beginCall(run: Run, action: ActionOf<'duration'>): Opening | undefined {
  if (!isLetThrough(run)) return undefined;
  const by = group(run, action.by);
  if (by === failed) return undefined;
  const call = { startNs: nowNs(), group: by, isOpen: true };
  run.runtime.openings.add(call);
  return call;
}

/** The group or pairing key that a program gives; null without one. A failure is counted. */
function group(run: Run, program: number | undefined): string | null | typeof failed {
  if (program === undefined) return null;
  const { runtime, point, hit, send } = run;
  const key = attempt(runtime, program, () => groupKeyOf(evaluateAt(runtime, point, hit, program)), send);
  if (key === failed) count(runtime, cell.conditionFailed);
  return key;
}

function record(run: Pick<Run, 'runtime' | 'send'>, key: string | null, value: number): void {
  run.runtime.series.add(key, value);
  accept(run);
  tellIfFinished(run.runtime, run.send);
}

/** Counts the hit as taken, and ends the probe here when it was the last one. */
function accept({ runtime }: Pick<Run, 'runtime'>): void {
  count(runtime, cell.captured);
  if ((runtime.cells[cell.captured] ?? 0) >= runtime.plan.maxHits) runtime.isFinished = true;
}

/** After what the last hit brought has been sent: the link thread may forget the probe's files on hearing this. */
export function tellIfFinished({ isFinished, plan }: ProbeRuntime, send: (message: ToLink) => void): void {
  if (isFinished) send({ type: 'finished', probe: plan.probe });
}

const noPauseNote =
  "The callers' variables were not taken: a debugger port is open in this process, and a pause would stop its client too.";

const initialiserNote =
  "The callers' variables were not taken: a class is being set up on this stack, and V8 cannot be paused safely there.";

/** A log record stays small and quick whatever the template names. */
const logBytes = 16_384;
const logNs = 5e6;

const nameOf = (value: unknown) => (typeof value === 'number' ? `${value}` : value === null ? 'null' : typeof value);
