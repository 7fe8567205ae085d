import type { Load, UserError } from '@stillframe/protocol';
import type { HubPeer } from './hubLink.ts';
import { groupProgramOf, statusOf, type ProbeRecord } from './probeRecord.ts';
import type { FullRedaction } from './redaction.ts';
import type { Vitals } from './vitals.ts';

/** At most this often, except that a new state goes out at once. */
const intervalMs = 1_000;
/** Without probes, only the process's own load is told, this often. */
const idleIntervalMs = 5_000;

export type Reports = {
  /** At the end of this turn: a state has changed. */
  soon(): void;
  /** Whatever has changed, now. */
  now(): void;
  /** Everything again, to a hub that knows nothing of it. */
  all(): void;
  /** The hub is gone: without probes nothing is left to do. */
  down(): void;
  /** The last probe left, and the app's thread stood still for so long. */
  disarmed(stallMs: number): void;
};

/** Tells the hub how the probes and the process are doing. Without probes and without a hub there is no timer. */
export function startReports(options: {
  readonly records: ReadonlyMap<string, ProbeRecord>;
  readonly redaction: FullRedaction;
  readonly vitals: Vitals;
  readonly tick: (intervalMs: number) => void;
  readonly failure: () => UserError | undefined;
  readonly peer: () => HubPeer | undefined;
  readonly schedule: (callback: () => void, ms: number) => () => void;
}): Reports {
  const { records, redaction, vitals, tick, failure, peer, schedule } = options;
  let next: { readonly cancel: () => void; readonly isIdle: boolean } | undefined;
  let isSoon = false;
  let tickedMs = 0;
  let measuredMs = performance.now();
  let disarmStallMs: number | undefined;

  const send = (load: Load | undefined) => {
    const to = peer();
    if (to === undefined) return;
    const statuses = [...records.values()].flatMap((record) => {
      const status = redaction.status(statusOf(record), groupProgramOf(record));
      const text = JSON.stringify(status);
      if (text === record.reported) return [];
      record.reported = text;
      return [status];
    });
    if (statuses.length > 0 || load !== undefined) to.notify('agent/report', { statuses, load });
  };

  const measureLoad = (): Load => {
    const nowMs = performance.now();
    const measured = vitals.measure(nowMs - measuredMs);
    measuredMs = nowMs;
    return { ...measured, probeShare: probeShare(records), disarmStallMs, failure: failure() };
  };

  const keepTicking = () => {
    const isIdle = records.size === 0;
    // The first probe does not wait for the idle look to end.
    if (next !== undefined && (isIdle || !next.isIdle)) return;
    next?.cancel();
    tickedMs = performance.now();
    if (isIdle && peer() === undefined) return;
    const cancel = schedule(
      () => {
        next = undefined;
        tick(performance.now() - tickedMs);
        send(measureLoad());
        keepTicking();
      },
      isIdle ? idleIntervalMs : intervalMs,
    );
    next = { cancel, isIdle };
  };

  return {
    soon() {
      keepTicking();
      if (isSoon) return;
      isSoon = true;
      // Several states that change in one step go out together.
      queueMicrotask(() => {
        isSoon = false;
        send(undefined);
      });
    },
    now: () => send(undefined),
    down() {
      if (next?.isIdle !== true) return;
      next.cancel();
      next = undefined;
    },
    disarmed(stallMs) {
      disarmStallMs = stallMs;
      send(measureLoad());
    },
    all() {
      for (const record of records.values()) record.reported = '';
      keepTicking();
      send(measureLoad());
    },
  };
}

/** Share of a core that all probes took over the last interval. */
export const probeShare = (records: ReadonlyMap<string, ProbeRecord>): number =>
  [...records.values()].reduce((sum, { share }) => sum + share, 0);
