import { assertNever } from '@stillframe/protocol';
import { cell } from '../shared/memory.ts';
import type { ToLink } from '../shared/messages.ts';
import type { Action, PointPlan } from '../shared/plan.ts';
import { nowNs, wallClockMs } from './clock.ts';
import { attempt, failed, reasonOf, tellFailure } from './failures.ts';
import { groupKeyOf } from './groupKey.ts';
import type { Hit } from './hit.ts';
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
  if (runtime.isFinished || !isLetThrough(run)) return undefined;
  switch (action.kind) {
    case 'snapshot': {
      const snapshot = beginSnapshot(runtime, action, point, hit, ownFrames);
      accept(run);
      if (action.frames > 1 && hit.mayPause) return snapshot;
      if (action.frames > 1) snapshot.notes[snapshot.notes.length] = noPauseNote;
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

/** Condition and rate. Of a tictoc, the condition belongs to its start and the rate to its end. */
function isLetThrough(run: Run): boolean {
  const { runtime, point, hit, send } = run;
  const { condition } = runtime.plan;
  if (point.role !== 'toc') {
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
  const walk = createWalk(action.limits, { maxBytes: logBytes, deadlineNs: hit.startedNs + logNs });
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
  if (key === failed || by === failed) return;
  if (point.role === 'tic') return runtime.ticToc.tic(key, by, nowNs());
  const tic = runtime.ticToc.toc(key);
  if (tic !== undefined) record(run, action.byAt === 'toc' ? by : tic.group, (hit.startedNs - tic.startNs) / 1e6);
}

/** The group or pairing key that a program gives; null without one. A failure is counted. */
function group(run: Run, program: number | undefined): string | null | typeof failed {
  if (program === undefined) return null;
  const { runtime, point, hit, send } = run;
  const key = attempt(runtime, program, () => groupKeyOf(evaluateAt(runtime, point, hit, program)), send);
  if (key === failed) count(runtime, cell.conditionFailed);
  return key;
}

function record(run: Run, key: string | null, value: number): void {
  run.runtime.series.add(key, value);
  accept(run);
  tellIfFinished(run.runtime, run.send);
}

/** Counts the hit as taken, and ends the probe here when it was the last one. */
function accept({ runtime }: Run): void {
  count(runtime, cell.captured);
  if ((runtime.cells[cell.captured] ?? 0) >= runtime.plan.maxHits) runtime.isFinished = true;
}

/** After what the last hit brought has been sent: the link thread may forget the probe's files on hearing this. */
export function tellIfFinished({ isFinished, plan }: ProbeRuntime, send: (message: ToLink) => void): void {
  if (isFinished) send({ type: 'finished', probe: plan.probe });
}

const noPauseNote =
  "The callers' variables were not taken: a debugger port is open in this process, and a pause would stop its client too.";

/** A log record stays small and quick whatever the template names. */
const logBytes = 16_384;
const logNs = 5e6;

const nameOf = (value: unknown) => (typeof value === 'number' ? `${value}` : value === null ? 'null' : typeof value);
