import {
  isTimed,
  type Bound,
  type Probe,
  type ProbeState,
  type ProbeStatus,
  type UserError,
} from '@stillframe/protocol';
import { cell, createCells } from '../shared/memory.ts';
import {
  createNumberReader,
  estimateError,
  estimateFactor,
  readCounts,
  readPairing,
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
  reason: UserError | undefined;
  lastFailure: UserError | undefined;
  bound: readonly Bound[];
  /** What its values are called at each place; kept after the probe is done, for captures still on their way. */
  layouts: ReadonlyMap<number, Layout>;
  /** The positions last asked for, so that an unchanged answer does not arm again. */
  wanted: string;
  armStallMs: number;
  droppedLater: number;
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
  reason: undefined,
  lastFailure: undefined,
  bound: [],
  layouts: new Map(),
  wanted: '',
  armStallMs: 0,
  droppedLater: 0,
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

export function statusOf(record: ProbeRecord): ProbeStatus {
  const factor = estimateFactor(record.cells);
  return {
    probeId: record.probe.id,
    state: record.state,
    reason: record.reason,
    lastFailure: record.lastFailure,
    bound: [...record.bound],
    counts: {
      ...readCounts(record.cells, record.droppedLater),
      ...(isTimed(record.probe.spec.kind) ? readPairing(record.cells) : {}),
    },
    cost: { totalNs: record.cells[cell.costNs] ?? 0, share: record.share, armStallMs: record.armStallMs },
    estimateFactor: factor,
    estimateError: estimateError(record.cells),
    series: record.numbers.read(factor),
  };
}
