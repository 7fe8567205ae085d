import { readFileSync } from 'node:fs';
import type { Load } from '@stillframe/protocol';
import type { ToLink } from '../shared/messages.ts';

export type Pulse = Omit<Extract<ToLink, { type: 'pulse' }>, 'type'>;

/** What the process is like, as far as it can be read beside the app's thread; and what that thread says of itself while probes are in. */
export type Vitals = {
  /** Since the last call. The pulse is given once: an old one would say that a thread answers which stands still. */
  measure(elapsedMs: number): Omit<Load, 'probeShare' | 'failure' | 'disarmStallMs'>;
  heard(pulse: Pulse): void;
};

/**
 * CPU and memory of the whole process come from Node, the CPU of the app's own thread, `systemThread`, from Linux's /proc
 * (elsewhere it is not known). Its heap and its event loop's delay nobody but that thread can tell: they are asked for, never
 * watched by a timer.
 */
export function createVitals(systemThread: number | undefined): Vitals {
  const appThreadNs = () => threadNs(systemThread);
  let lastCpu = process.cpuUsage();
  let lastThreadNs = appThreadNs();
  let pulse: Pulse | undefined;

  return {
    measure(elapsedMs) {
      const cpu = process.cpuUsage(lastCpu);
      lastCpu = process.cpuUsage();
      const nowNs = appThreadNs();
      const appCpu =
        nowNs === undefined || lastThreadNs === undefined
          ? undefined
          : Math.max(0, (nowNs - lastThreadNs) / 1e6 / elapsedMs);
      lastThreadNs = nowNs;
      const { loopDelayMs, heapUsedBytes, heapLimitBytes } = pulse ?? {};
      pulse = undefined;
      return {
        cpu: (cpu.user + cpu.system) / 1e3 / elapsedMs,
        appCpu,
        rssBytes: process.memoryUsage.rss(),
        heapUsedBytes,
        heapLimitBytes,
        loopDelayMs,
      };
    },
    heard(now) {
      pulse = { ...now, loopDelayMs: Math.max(now.loopDelayMs, pulse?.loopDelayMs ?? 0) };
    },
  };
}

/** Time on a CPU, ns. */
function threadNs(systemThread: number | undefined): number | undefined {
  if (systemThread === undefined) return undefined;
  try {
    const ns = Number(readFileSync(`/proc/self/task/${systemThread}/schedstat`, 'utf8').split(' ', 1)[0]);
    return Number.isFinite(ns) ? ns : undefined;
  } catch {
    return undefined; // not Linux, or not allowed
  }
}
