import { readFileSync } from 'node:fs';

/**
 * What the kernel says of the main thread of a process: nanoseconds on a core, and nanoseconds in which it wanted one and
 * another process had it. Wall time less the latter is time that is the process's own, blocked or not.
 */
export function threadTime(pid = 'self') {
  const [onCoreNs, waitedNs] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
  return { onCoreNs, waitedNs };
}

/** Resident memory of a process, bytes. */
export function residentBytes(pid) {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
