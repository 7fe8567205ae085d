import {
  isTimed,
  type Bound,
  type Probe,
  type ProbeState,
  type ProbeStatus,
  type Program,
  type UserError,
} from '@stillframe/protocol';
import { cell, createCells } from '../shared/memory.ts';
import {
  createNumberReader,
  estimateError,
  estimateFactor,
  readCounts,
  readDrops,
  readPairing,
  type LaterDrops,
  type NumberReader,
} from './numbers.ts';
import type { Layout } from './placeTable.ts';
import type { PlannedProbe } from './planProbe.ts';

/** One probe of this instance, with everything the link thread knows of it. */
export type ProbeRecord = {
  readonly number: number;
  probe: Probe;
  readonly cells: Float64Array;
  readonly numbers: NumberReader;
  planned: PlannedProbe | undefined;
  state: ProbeState;
  /** When it entered `state`, ms since the epoch. */
  sinceMs: number;
  reason: UserError | undefined;
  lastFailure: UserError | undefined;
  /** What is to be said of it while it is armed. */
  note: UserError | undefined;
  /** Its line is another one than when it was placed; the places are to be found anew. */
  isMoved: boolean;
  /** V8 took its places back before they were set, and they have been looked for once more. */
  isLookedForAgain: boolean;
  bound: readonly Bound[];
  /** What its values are called at each place; kept after the probe is done, for captures still on their way. */
  layouts: ReadonlyMap<number, Layout>;
  /** The positions last asked for, so that an unchanged answer does not arm again. */
  wanted: string;
  armStallMs: number;
  /** Lost on the link thread. */
  readonly drops: LaterDrops;
  /** For the share of the last interval. */
  lastCostNs: number;
  share: number;
  throttledAtMs: number;
  /** The status last sent, as JSON. */
  reported: string;
};

export const createProbeRecord = (number: number, probe: Probe): ProbeRecord => ({
  number,
  probe,
  cells: createCells(),
  numbers: createNumberReader(),
  planned: undefined,
  state: 'disabled',
  sinceMs: Date.now(),
  reason: undefined,
  lastFailure: undefined,
  note: undefined,
  isMoved: false,
  isLookedForAgain: false,
  bound: [],
  layouts: new Map(),
  wanted: '',
  armStallMs: 0,
  drops: { outbox: 0, refused: 0, exit: 0 },
  lastCostNs: 0,
  share: 0,
  throttledAtMs: 0,
  reported: '',
});

/** Closes an interval: what the probe cost in it becomes its share of a core. */
export function updateShare(record: ProbeRecord, intervalMs: number): void {
  const totalNs = record.cells[cell.costNs] ?? 0;
  record.share = (totalNs - record.lastCostNs) / (intervalMs * 1e6);
  record.lastCostNs = totalNs;
}

/** The expression that gives the keys of its groups. */
export function groupProgramOf({ planned }: ProbeRecord): Program | undefined {
  const action = planned?.plan.action;
  return action === undefined || !('by' in action) ? undefined : planned?.plan.programs[action.by ?? -1];
}

export function statusOf(record: ProbeRecord): ProbeStatus {
  const nowMs = performance.timeOrigin + performance.now();
  const factor = estimateFactor(record.cells, nowMs);
  const drops = readDrops(record.cells, record.drops);
  return {
    probeId: record.probe.id,
    state: record.state,
    sinceMs: record.sinceMs,
    reason: record.reason,
    lastFailure: record.lastFailure,
    bound: [...record.bound],
    counts: {
      ...readCounts(record.cells, drops),
      ...(isTimed(record.probe.spec.kind) ? readPairing(record.cells) : {}),
    },
    drops,
    cost: { totalNs: record.cells[cell.costNs] ?? 0, share: record.share, armStallMs: record.armStallMs },
    estimateFactor: factor,
    estimateError: estimateError(record.cells, nowMs),
    series: record.numbers.read(factor),
  };
}

/** Of a probe that is taken away while it is in: the hub has all the hits it wants, or its time is over. */
export const stateAtEnd = ({ probe }: ProbeRecord): ProbeState =>
  probe.expiresAtMs <= Date.now() ? 'expired' : 'done';
