import type { Capture } from '@stillframe/protocol';
import type { HubModel } from '../../hub/hubModel.ts';

/** Younger values need no age: they are of now. */
const freshMs = 60_000;

/** What is known of a document beside its text. */
export type DocumentAge = {
  /** When its text last changed in the editor; undefined when it did not since it was opened. */
  readonly editedAtMs: number | undefined;
  /** When its file last changed on this machine; undefined when that is not known. */
  readonly savedAtMs: number | undefined;
};

/** Why values of a capture may not be what the line shows or runs now, in a few words; undefined when they are fresh. */
export function staleness(
  capture: Capture,
  hub: Pick<HubModel, 'instances'>,
  { editedAtMs, savedAtMs }: DocumentAge,
  nowMs: number,
): string | undefined {
  if (editedAtMs !== undefined && editedAtMs > capture.atMs) return 'edited since';
  const instance = hub.instances.get(capture.instanceId);
  if (savedAtMs !== undefined && instance !== undefined && savedAtMs > instance.instance.startedAtMs)
    return 'file changed since';
  if (instance?.connected !== true) return `process gone, ${ageText(nowMs - capture.atMs)}`;
  return nowMs - capture.atMs < freshMs ? undefined : ageText(nowMs - capture.atMs);
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
