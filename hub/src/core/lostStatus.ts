import type { ProbeStatus } from '@stillframe/protocol';

/** The status of a probe on an instance whose connection was lost: its numbers stay, its state is not known any more. */
export function lostStatus(status: ProbeStatus): ProbeStatus {
  return {
    ...status,
    state: status.state === 'failed' ? 'failed' : 'pending',
    reason: {
      code: 'AGENT_LOST',
      message:
        'The connection to this instance was lost; what it last counted is shown. The probe returns with it, or reaches the process that replaces it.',
    },
  };
}
