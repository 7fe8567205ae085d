import type { ProbeView, UserError } from '@stillframe/protocol';
import { currentStatuses } from './documents.ts';

/** The reason when the probe failed wherever it is for; undefined while there is hope. */
export function failureEverywhere(view: ProbeView): UserError | undefined {
  const statuses = currentStatuses(view);
  if (statuses.length === 0 || statuses.length < view.instances.length) return undefined;
  if (!statuses.every(({ status }) => status.state === 'failed')) return undefined;
  const reason = statuses[0]?.status.reason;
  return reason ?? { code: 'AGENT_FAILED', message: 'The probe failed, and the agent did not say why.' };
}
