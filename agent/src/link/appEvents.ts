import { agentFailed, expressionFailed, throttledBudget } from '@stillframe/protocol';
import type { ToLink } from '../shared/messages.ts';
import type { AppThread } from './appThread.ts';
import type { PlaceTable } from './placeTable.ts';
import type { ProbeRecord } from './probeRecord.ts';
import type { ProbeStates } from './probeStates.ts';

/** A probe counts as throttled until its budget has lasted this long. */
const calmMs = 3_000;

/** What the app's thread says about places and probes becomes their state. */
export type AppEvents = {
  heard(message: ToLink): void;
  /** Probes that have kept within the budget for a while are no longer called throttled. */
  calm(): void;
};

/**
 * `takeOut` disarms a probe; `onFinished` is called when one has had its hits; `onGone` when V8 let go of its places before they
 * were set, at most once in a row.
 */
export function createAppEvents(options: {
  readonly app: AppThread;
  readonly states: ProbeStates;
  readonly table: PlaceTable;
  readonly budgetShare: number;
  readonly takeOut: (record: ProbeRecord) => void;
  readonly onFinished: () => void;
  readonly onGone: (record: ProbeRecord) => void;
  readonly schedule: (callback: () => void, ms: number) => () => void;
}): AppEvents {
  const { app, states, table, budgetShare, takeOut, onFinished, onGone, schedule } = options;

  const recordsAt = (place: number): ProbeRecord[] =>
    table.probesAt(place).flatMap((number) => states.byNumber.get(number) ?? []);

  const fail = (record: ProbeRecord, problem: string) => {
    takeOut(record);
    states.set(record, 'failed', agentFailed(`${problem}.`));
  };

  const gone = (record: ProbeRecord, problem: string) => {
    if (record.isLookedForAgain) return fail(record, problem);
    record.isLookedForAgain = true;
    takeOut(record);
    onGone(record);
  };

  const onPlaced = ({ places, stallMs }: Extract<ToLink, { type: 'placed' }>) => {
    const problems = new Map<ProbeRecord, string | undefined>();
    for (const { place, problem } of places) {
      for (const record of recordsAt(place)) problems.set(record, problems.get(record) ?? problem);
    }
    for (const [record, problem] of problems) {
      record.armStallMs += stallMs;
      if (problem !== undefined) gone(record, problem);
      else {
        record.isLookedForAgain = false;
        if (record.state === 'pending') states.set(record, 'armed', record.note);
      }
    }
  };

  const onThrottled = ({ place, forMs }: Extract<ToLink, { type: 'throttled' }>) => {
    for (const record of recordsAt(place)) {
      record.throttledAtMs = Date.now();
      if (record.state === 'armed') states.set(record, 'throttled', throttledBudget(budgetShare * 100));
    }
    schedule(() => app.send({ type: 'rearm', place }), forMs);
  };

  return {
    calm() {
      const nowMs = Date.now();
      for (const record of states.byNumber.values()) {
        if (record.state === 'throttled' && nowMs - record.throttledAtMs > calmMs) {
          states.set(record, 'armed', record.note);
        }
      }
    },
    heard(message) {
      switch (message.type) {
        case 'placed':
          return onPlaced(message);
        case 'throttled':
          return onThrottled(message);
        case 'nameThrew':
          return table.guard(message.place);
        case 'finished': {
          const record = states.byNumber.get(message.probe);
          if (record === undefined) return;
          takeOut(record);
          states.set(record, 'done');
          return onFinished();
        }
        case 'failure': {
          const record = states.byNumber.get(message.probe);
          if (record !== undefined) record.lastFailure = expressionFailed(message.expression, message.reason);
          return;
        }
        case 'broken':
          for (const record of states.byNumber.values()) {
            if (message.probe === null || record.number === message.probe) fail(record, message.reason);
          }
          return;
        case 'series':
          return states.byNumber.get(message.probe)?.numbers.add(message.key, message.memory);
        default:
          return;
      }
    },
  };
}
