import type { Instance, LogRecord } from '@stillframe/protocol';
import { timeText, visibleText } from '@stillframe/protocol/reading';
import type { Palette } from './palette.ts';
import { instanceText } from './words.ts';

/** `12:03:07.114 INFO  shop on pod-2 (pid 71)  order 7 took 12`. */
export function logText(log: LogRecord, instance: Instance | undefined, palette: Palette): string {
  const paint = { debug: palette.faint, info: palette.green, warn: palette.yellow, error: palette.red }[log.level];
  const from = palette.faint(instanceText(instance, log.instanceId));
  return `${timeText(log.atMs, Date.now())} ${paint(log.level.toUpperCase().padEnd(5))} ${from}  ${visibleText(log.text)}\n`;
}
