import type { Capture, LogRecord } from '@stillframe/protocol';
import type { Store } from '../store/store.ts';
import type { HeldProbe, Probes } from './probes.ts';

/** Ids are made by agents; a longer one is no id. */
const maxIdLength = 100;

export type Delivered = { readonly captures: readonly Capture[]; readonly logs: readonly LogRecord[] };

/**
 * Stores what is new, of a known probe and within its fleet-wide hit limit; the rest is let go. All or, when the store
 * fails, nothing: then the agent sends it again.
 */
export function deliver(options: {
  readonly store: Store;
  readonly probes: Probes;
  readonly batch: Delivered;
}): Delivered {
  const { store, probes, batch } = options;
  const accepted = new Map<HeldProbe, number>();

  /** The probe, when it has room for one more. */
  const admits = (record: Capture | LogRecord, kind: 'snapshot' | 'log'): HeldProbe | undefined => {
    const entry = probes.get(record.probeId);
    if (entry === undefined || entry.probe.spec.kind !== kind || record.id.length > maxIdLength) return undefined;
    return (accepted.get(entry) ?? entry.accepted) < (entry.probe.spec.maxHits ?? Infinity) ? entry : undefined;
  };
  const count = (entry: HeldProbe) => accepted.set(entry, (accepted.get(entry) ?? entry.accepted) + 1);

  const stored = store.atomically(() => {
    const captures = batch.captures.filter((capture) => {
      const entry = admits(capture, 'snapshot');
      if (entry === undefined || !store.addCapture(capture)) return false;
      count(entry);
      return true;
    });
    const logs = batch.logs.filter((log) => {
      const entry = admits(log, 'log');
      if (entry === undefined || !store.addLog(log)) return false;
      count(entry);
      return true;
    });
    for (const [{ probe, ended }, used] of accepted) store.putProbe({ probe, accepted: used, ended });
    return { captures, logs };
  });
  for (const [entry, used] of accepted) probes.setAccepted(entry, used);
  return stored;
}
