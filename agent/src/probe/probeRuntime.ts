import { limits, otherKey } from '@stillframe/protocol';
import type { cell } from '../shared/memory.ts';
import type { ToLink } from '../shared/messages.ts';
import type { ProbePlan } from '../shared/plan.ts';
import type { CallStack } from './callStack.ts';
import { compileProgram, type Evaluator } from './evaluate.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createRecord } from './primordials.ts';
import type { PromiseWatch } from './promiseWatch.ts';
import { createSeriesWriter, type SeriesRoom, type SeriesWriter } from './seriesWriter.ts';
import type { StoragePool } from './storagePool.ts';
import { createTicToc, type Tic, type TicToc } from './ticToc.ts';
import { createTokenBucket, type TokenBucket } from './tokenBucket.ts';

/** A probe on the app's thread: its plan compiled, its limits counting. */
export type ProbeRuntime = {
  readonly plan: ProbePlan;
  readonly cells: Float64Array;
  readonly evaluators: readonly Evaluator[];
  readonly rate: TokenBucket | undefined;
  readonly series: SeriesWriter;
  readonly openings: Openings;
  readonly ticToc: TicToc;
  /** Of a duration, by the id of the function. */
  readonly calls: Record<number, CallStack | undefined>;
  readonly promises: PromiseWatch;
  /** How often one of its places was taken out or put in. */
  gaps: number;
  isFinished: boolean;
  /** The failure last told to the link thread, so that a failing line does not flood it. */
  lastFailure: string;
};

export function createProbeRuntime(
  plan: ProbePlan,
  cells: Float64Array,
  promises: PromiseWatch,
  storages: StoragePool<Tic>,
  seriesRoom: SeriesRoom,
  send: (message: ToLink) => void,
  nowNs: number,
): ProbeRuntime {
  const { kind } = plan.action;
  const openings = createOpenings(cells);
  const isRateLimited = plan.ratePerSecond < Infinity;
  return {
    plan,
    cells,
    evaluators: plan.programs.map(compileProgram),
    rate: isRateLimited ? createTokenBucket(plan.ratePerSecond, Math.max(1, plan.ratePerSecond), nowNs) : undefined,
    series: createSeriesWriter({
      hasHistogram: kind !== 'counter',
      room: seriesRoom,
      maxKeys: limits.groupKeys,
      otherKey,
      onSeries: (key, memory) => send({ type: 'series', probe: plan.probe, key, memory }),
    }),
    openings,
    ticToc: createTicToc(plan.action.kind === 'tictoc' && plan.action.key !== undefined, openings, storages),
    calls: createRecord(),
    promises,
    gaps: 0,
    isFinished: false,
    lastFailure: '',
  };
}

/** Adds to one of the probe's shared numbers. */
export function count(runtime: ProbeRuntime, index: (typeof cell)[keyof typeof cell], amount = 1): void {
  runtime.cells[index] = (runtime.cells[index] ?? 0) + amount;
}
