import type { UserError } from '@stillframe/protocol';
import type { ProbeRecord } from './probeRecord.ts';

/** The probes of this instance by id and by number, and the one way their state changes. */
export type ProbeStates = {
  readonly byId: Map<string, ProbeRecord>;
  readonly byNumber: Map<number, ProbeRecord>;
  set(record: ProbeRecord, state: ProbeRecord['state'], reason?: UserError): void;
};

/** `onState` is called after each change; people are waiting to see it. */
export function createProbeStates(onState: () => void): ProbeStates {
  return {
    byId: new Map(),
    byNumber: new Map(),
    set(record, state, reason) {
      if (record.state !== state) record.sinceMs = Date.now();
      record.state = state;
      record.reason = reason;
      onState();
    },
  };
}

/** Whether a probe is in, or waits to be put in. */
export const isWanted = ({ state }: ProbeRecord) => state === 'pending' || state === 'armed' || state === 'throttled';
