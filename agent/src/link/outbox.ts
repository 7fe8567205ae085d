import { StillframeError, type Capture, type LogRecord } from '@stillframe/protocol';

/** Something a hit brought back, on its way to the hub. */
export type Item =
  { readonly kind: 'capture'; readonly capture: Capture } | { readonly kind: 'log'; readonly log: LogRecord };

const isRefusal = (error: unknown) =>
  error instanceof StillframeError && (error.user.code === 'BAD_REQUEST' || error.user.code === 'PAYLOAD_TOO_LARGE');

/** Holds what was captured until the hub has stored it, across reconnects. */
export type Outbox = {
  put(item: Item): void;
  /** Sends what is there with `deliver` until it is empty or `deliver` rejects; then call again once connected. */
  flush(deliver: (captures: Capture[], logs: LogRecord[]) => Promise<unknown>): Promise<void>;
};

/** Beyond either, the oldest go: what happened last is what one looks for. */
const maxItems = 2_000;
const maxBytes = 16 * 1_048_576;
/** One message; well below what the hub takes. */
const batchItems = 100;
const batchBytes = 1_048_576;

/** `onDropped` hears the probe id of each item that had to go. */
export function createOutbox(onDropped: (probeId: string) => void): Outbox {
  const waiting: { readonly item: Item; readonly bytes: number }[] = [];
  let totalBytes = 0;
  let isSending = false;
  let atOnce: number = batchItems;

  const probeOf = (item: Item) => (item.kind === 'capture' ? item.capture.probeId : item.log.probeId);

  const nextBatch = () => {
    let bytes = 0;
    const count = waiting.findIndex((entry, index) => {
      bytes += entry.bytes;
      return index > 0 && (index >= atOnce || bytes > batchBytes);
    });
    return waiting.slice(0, count < 0 ? waiting.length : count);
  };

  return {
    put(item) {
      const bytes = JSON.stringify(item).length;
      waiting.push({ item, bytes });
      totalBytes += bytes;
      while (waiting.length > maxItems || (totalBytes > maxBytes && waiting.length > 1)) {
        const oldest = waiting.shift();
        if (oldest === undefined) return;
        totalBytes -= oldest.bytes;
        onDropped(probeOf(oldest.item));
      }
    },
    async flush(deliver) {
      if (isSending) return;
      isSending = true;
      try {
        while (waiting.length > 0) {
          const batch = nextBatch();
          try {
            await deliver(
              batch.flatMap(({ item }) => (item.kind === 'capture' ? [item.capture] : [])),
              batch.flatMap(({ item }) => (item.kind === 'log' ? [item.log] : [])),
            );
          } catch (error) {
            if (!isRefusal(error)) throw error;
            // The hub will not have it, now or later. Alone, to find which one; that one goes.
            atOnce = 1;
            if (batch.length > 1) continue;
            const [refused] = batch;
            if (refused !== undefined) onDropped(probeOf(refused.item));
          }
          // Some of the batch may have been dropped while it was on its way.
          const sent = new Set(batch);
          for (let index = waiting.length - 1; index >= 0; index--) {
            const entry = waiting[index];
            if (entry === undefined || !sent.has(entry)) continue;
            waiting.splice(index, 1);
            totalBytes -= entry.bytes;
          }
        }
      } finally {
        isSending = false;
        atOnce = batchItems;
      }
    },
  };
}
