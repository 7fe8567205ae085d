import type { Instance, LogRecord, ProbeSpec } from '@stillframe/protocol';
import { baseName, timeText, visibleText } from '@stillframe/protocol/reading';

/** `12:03:07.114 shop pod-1 order 17 took 31  (checkout.ts:44)`, in local time; the level when it is not info. */
export function formatLog(log: LogRecord, instance: Instance | undefined, spec: ProbeSpec | undefined): string {
  const who = instance === undefined ? `instance ${log.instanceId.slice(0, 8)}` : `${instance.app} ${instance.host}`;
  const level = log.level === 'info' ? '' : `${log.level.toUpperCase()} `;
  const where = spec === undefined ? '' : `  (${baseName(spec.at.file)}:${spec.at.line1})`;
  return `${timeText(log.atMs)} ${visibleText(who)} ${level}${visibleText(log.text)}${where}`;
}
