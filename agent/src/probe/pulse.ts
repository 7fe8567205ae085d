import v8 from 'node:v8';
import { machineMs } from '../shared/machineClock.ts';
import type { ToLink } from '../shared/messages.ts';

// Taken when the module loads: an app may replace it.
const { getHeapStatistics } = v8;

/** On the app's thread: how long it took to hear, and how full its heap is. A few microseconds. */
export function takePulse(sentMs: number): Extract<ToLink, { type: 'pulse' }> {
  const loopDelayMs = machineMs() - sentMs;
  const { used_heap_size: heapUsedBytes, heap_size_limit: heapLimitBytes } = getHeapStatistics();
  return { type: 'pulse', loopDelayMs, heapUsedBytes, heapLimitBytes };
}
