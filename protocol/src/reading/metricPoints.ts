import type { Load } from '../instance.ts';
import type { MetricPoint } from '../messages/webview.ts';

/** Keys of points that belong to a probe beside its own: events a second of each group, and the seconds it was sampled in. */
export const groupsOf = (probeId: string): string => `${probeId}/groups`;
export const sampledOf = (probeId: string): string => `${probeId}/sampled`;

/** An instance at one second, in this order: shares of a core, then milliseconds and bytes; null where it is not known. */
export const instancePoint = (atS: number, load: Load): MetricPoint => [
  atS,
  load.cpu,
  load.appCpu ?? null,
  load.probeShare,
  load.loopDelayMs ?? null,
  load.heapUsedBytes ?? null,
  load.rssBytes,
];
