import type { HubPeer } from './hubLink.ts';
import { createOutbox, type Item } from './outbox.ts';
import type { ProbeRecord } from './probeRecord.ts';
import type { Reports } from './reports.ts';

/** Brings what was captured to the hub: kept until the hub has stored it, whatever happens to the connection. */
export type Delivery = {
  put(item: Item): void;
  /** Connected: whatever waits goes out. `hangUp` ends a connection over which no answer comes. */
  up(peer: HubPeer, hangUp: () => void): void;
  down(): void;
  /** The process ends: resolves when the hub has everything, or there is none, or after `forMs`. */
  finish(forMs: number): Promise<void>;
  readonly isEmpty: boolean;
};

/** A hub that has not stored a delivery after this long is gone, though the connection may not know. */
const answerMs = 20_000;
/** Kept of the time at the end to say what could not be delivered. */
const lastWordMs = 20;

export function startDelivery(options: {
  readonly records: ReadonlyMap<string, ProbeRecord>;
  readonly reports: Pick<Reports, 'now'>;
  readonly schedule: (callback: () => void, ms: number) => () => void;
  /** Everything that was put is stored. */
  readonly onEmpty: () => void;
}): Delivery {
  const { records, reports, schedule, onEmpty } = options;
  let hub: { readonly peer: HubPeer; readonly hangUp: () => void } | undefined;

  const outbox = createOutbox((probeId, loss) => {
    const record = records.get(probeId);
    if (record !== undefined) record.drops[loss] += 1;
  });

  const flush = async () => {
    if (hub === undefined) return;
    const { peer, hangUp } = hub;
    await outbox
      .flush(async (captures, logs) => {
        const cancel = schedule(hangUp, answerMs);
        try {
          await peer.request('agent/deliver', { captures, logs });
        } finally {
          cancel();
        }
      })
      // Rejected: the connection is gone, and the next one flushes again.
      .catch(() => {});
    if (outbox.isEmpty) onEmpty();
  };

  return {
    put(item) {
      outbox.put(item);
      void flush();
    },
    up(peer, hangUp) {
      hub = { peer, hangUp };
      void flush();
    },
    down() {
      hub = undefined;
    },
    async finish(forMs) {
      if (hub === undefined) return;
      const { peer } = hub;
      // An answer to an empty delivery says that the reports before it have arrived.
      const all = outbox.isEmpty ? peer.request('agent/deliver', { captures: [], logs: [] }) : flush();
      let isLate = false;
      const late = new Promise<void>((resolve) =>
        schedule(
          () => {
            isLate = true;
            resolve();
          },
          Math.max(0, forMs - lastWordMs),
        ),
      );
      await Promise.race([all.catch(() => {}), late]);
      if (!isLate) return;
      for (const probeId of outbox.unsent()) {
        const record = records.get(probeId);
        if (record !== undefined) record.drops.exit += 1;
      }
      reports.now();
    },
    get isEmpty() {
      return outbox.isEmpty;
    },
  };
}
