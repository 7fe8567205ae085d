import type { Load, UserError } from '@stillframe/protocol';
import type { HubPeer } from './hubLink.ts';
import { groupProgramOf, statusOf, type ProbeRecord } from './probeRecord.ts';
import type { FullRedaction } from './redaction.ts';

/** At most this often, except that a new state goes out at once. */
const intervalMs = 1_000;

export type Reports = {
  /** At the end of this turn: a state has changed. */
  soon(): void;
  /** Whatever has changed, now. */
  now(): void;
  /** Everything again, to a hub that knows nothing of it. */
  all(): void;
  /** The last probe left, and the app's thread stood still for so long. */
  disarmed(stallMs: number): void;
};

/** Tells the hub how the probes are doing, as long as there are any. Without probes there is no timer. */
export function startReports(options: {
  readonly records: ReadonlyMap<string, ProbeRecord>;
  readonly redaction: FullRedaction;
  readonly tick: (intervalMs: number) => void;
  readonly failure: () => UserError | undefined;
  readonly peer: () => HubPeer | undefined;
  readonly schedule: (callback: () => void, ms: number) => () => void;
}): Reports {
  const { records, redaction, tick, failure, peer, schedule } = options;
  let isTicking = false;
  let isSoon = false;
  let lastTickMs = 0;
  let lastCpu = process.cpuUsage();
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

  const measureLoad = (elapsedMs: number): Load => {
    const cpu = process.cpuUsage(lastCpu);
    lastCpu = process.cpuUsage();
    return {
      cpu: (cpu.user + cpu.system) / 1e3 / elapsedMs,
      rssBytes: process.memoryUsage.rss(),
      probeShare: probeShare(records),
      disarmStallMs,
      failure: failure(),
    };
  };

  const keepTicking = () => {
    if (isTicking || records.size === 0) return;
    isTicking = true;
    lastTickMs = performance.now();
    schedule(() => {
      isTicking = false;
      const elapsedMs = performance.now() - lastTickMs;
      tick(elapsedMs);
      send(measureLoad(elapsedMs));
      keepTicking();
    }, intervalMs);
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
    disarmed(stallMs) {
      disarmStallMs = stallMs;
      send(measureLoad(performance.now() - lastTickMs));
    },
    all() {
      for (const record of records.values()) record.reported = '';
      keepTicking();
      send(undefined);
    },
  };
}

/** Share of a core that all probes took over the last interval. */
export const probeShare = (records: ReadonlyMap<string, ProbeRecord>): number =>
  [...records.values()].reduce((sum, { share }) => sum + share, 0);
