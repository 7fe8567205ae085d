import type { Capture } from '@stillframe/protocol';
import type { HitTrace } from '../shared/messages.ts';
import type { PlannedProbe } from './planProbe.ts';
import type { Redaction } from './redaction.ts';

/** What a capture or log says of the request it belongs to; the id's text is not redacted yet. */
export function traceFields(
  { traceId, spanId, requestId }: HitTrace,
  { plan }: PlannedProbe,
  redaction: Redaction,
): Pick<Capture, 'trace' | 'requestId'> {
  // The rules may have changed since the probe was placed.
  const isSecret = plan.requestIds.some((index) => {
    const program = plan.programs[index];
    return program !== undefined && redaction.isSensitiveProgram(program);
  });
  return {
    trace: isId(traceId, 32) && isId(spanId, 16) ? { traceId, spanId } : undefined,
    requestId: requestId === null || isSecret ? undefined : requestId,
  };
}

/** Zeros are OpenTelemetry's way to say that there is none. */
const isId = (id: string | null, length: number): id is string =>
  id !== null && id.length === length && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id);
