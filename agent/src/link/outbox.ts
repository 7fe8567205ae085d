import { StillframeError, limits, payloadTooLarge, type Capture, type LogRecord } from '@stillframe/protocol';

/** Something a hit brought back, on its way to the hub. */
export type Item =
  { readonly kind: 'capture'; readonly capture: Capture } | { readonly kind: 'log'; readonly log: LogRecord };

const isRefusal = (error: unknown) =>
  error instanceof StillframeError && (error.user.code === 'BAD_REQUEST' || error.user.code === 'PAYLOAD_TOO_LARGE');

/** Why an item had to go. */
export type Loss = 'outbox' | 'refused';

/** Holds what was captured until the hub has stored it, across reconnects. */
export type Outbox = {
  put(item: Item): void;
  /**
   * Sends what is there with `deliver` until it is empty or `deliver` rejects; then call again once connected. Called
   * again meanwhile, it answers for the same work.
   */
  flush(deliver: (captures: Capture[], logs: LogRecord[]) => Promise<unknown>): Promise<void>;
  readonly isEmpty: boolean;
  /** Probe ids of the items that are neither stored nor on their way. */
  unsent(): readonly string[];
};

/** Beyond either, the oldest go: what happened last is what one looks for. */
const maxItems = 2_000;
const maxBytes = 16 * 1_048_576;
/** One message; well below what the hub takes. */
const batchItems = 100;
const batchBytes = 1_048_576;
/** What the hub takes, less what is around an item. */
const maxItemBytes = limits.messageBytes - 4_096;

/** `onLost` hears the probe id of each item that had to go. */
export function createOutbox(onLost: (probeId: string, loss: Loss) => void): Outbox {
  const waiting: { readonly item: Item; readonly bytes: number; isSending: boolean }[] = [];
  let totalBytes = 0;
  let running: Promise<void> | undefined;
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

  const sendAll: Outbox['flush'] = async (deliver) => {
    try {
      while (waiting.length > 0) {
        const batch = nextBatch();
        for (const entry of batch) entry.isSending = true;
        try {
          await deliver(
            batch.flatMap(({ item }) => (item.kind === 'capture' ? [item.capture] : [])),
            batch.flatMap(({ item }) => (item.kind === 'log' ? [item.log] : [])),
          );
        } catch (error) {
          for (const entry of batch) entry.isSending = false;
          if (!isRefusal(error)) throw error;
          // The hub will not have it, now or later. Alone, to find which one; that one goes.
          atOnce = 1;
          if (batch.length > 1) continue;
          const [refused] = batch;
          if (refused !== undefined) onLost(probeOf(refused.item), 'refused');
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
      // In the same turn as the last look at `waiting`, or what is put in between would stay.
      running = undefined;
      atOnce = batchItems;
    }
  };

  return {
    put(whole) {
      let item = whole;
      let bytes = sizeOf(item);
      if (bytes > maxItemBytes && item.kind === 'capture') {
        item = { kind: 'capture', capture: withoutValues(item.capture, bytes) };
        bytes = sizeOf(item);
      }
      // The hub would close the connection on it, again and again.
      if (bytes > maxItemBytes) return onLost(probeOf(item), 'refused');
      waiting.push({ item, bytes, isSending: false });
      totalBytes += bytes;
      while (waiting.length > maxItems || (totalBytes > maxBytes && waiting.length > 1)) {
        const oldest = waiting.shift();
        if (oldest === undefined) return;
        totalBytes -= oldest.bytes;
        onLost(probeOf(oldest.item), 'outbox');
      }
    },
    flush(deliver) {
      if (waiting.length > 0) running ??= sendAll(deliver);
      return running ?? Promise.resolve();
    },
    get isEmpty() {
      return waiting.length === 0;
    },
    unsent: () => waiting.flatMap(({ item, isSending }) => (isSending ? [] : [probeOf(item)])),
  };
}

const sizeOf = (item: Item) => Buffer.byteLength(JSON.stringify(item));

/** Where it happened is worth keeping when its values are more than the hub takes. */
const withoutValues = (capture: Capture, bytes: number): Capture => ({
  ...capture,
  frames: capture.frames.map((frame) => ({ ...frame, thisValue: undefined, scopes: undefined })),
  watches: capture.watches.map(({ expression }) => ({ expression, error: payloadTooLarge(limits.messageBytes) })),
  notes: [
    ...capture.notes,
    `The values of this capture were too large for the hub (${Math.ceil(bytes / 1_048_576)} MB). Capture less: lower the depth, the number of items or of frames.`,
  ],
});
