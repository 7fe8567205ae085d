import type { Capture } from '@stillframe/protocol';
import type { HubModel } from '../../hub/hubModel.ts';

/** Younger values need no age: they are of now. */
const freshMs = 60_000;

/**
 * Why values of a capture may not be what the line shows or runs now, in a few words; undefined when they are fresh.
 * `editedAtMs`: when the document's text last changed in the editor; undefined when it did not since it was opened.
 */
export function staleness(
  capture: Capture,
  hub: Pick<HubModel, 'instances' | 'probes'>,
  editedAtMs: number | undefined,
  nowMs: number,
): string | undefined {
  if (editedAtMs !== undefined && editedAtMs > capture.atMs) return 'edited since';
  const statuses = hub.probes.get(capture.probeId)?.statuses ?? [];
  const own = statuses.find(({ instanceId }) => instanceId === capture.instanceId);
  if (own?.status.reason?.code === 'SOURCE_DIFFERS') return 'other source runs';
  if (hub.instances.get(capture.instanceId)?.connected !== true)
    return `process gone, ${ageText(nowMs - capture.atMs)}`;
  return nowMs - capture.atMs < freshMs ? undefined : ageText(nowMs - capture.atMs);
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
