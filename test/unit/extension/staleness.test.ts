import type { InstanceView, ProbeView } from '@stillframe/protocol';
import { sourceDiffers } from '@stillframe/protocol';
import { describe, expect, test } from 'vitest';
import { staleness } from '../../../extension/src/language/server/staleness.ts';
import { sampleCapture } from '../adapter/sampleCapture.ts';

const capture = sampleCapture(1);
const hubWith = (connected: boolean, reason?: ReturnType<typeof sourceDiffers>) => {
  const status = { state: 'armed', reason };
  return {
    instances: new Map([[capture.instanceId, { connected } as InstanceView]]),
    probes: new Map([
      [capture.probeId, { statuses: [{ instanceId: capture.instanceId, status }] } as unknown as ProbeView],
    ]),
  };
};
const inTwoMinutes = capture.atMs + 120_000;

describe('what values at a line say of themselves', () => {
  test.each([
    ['nothing while they are of now', hubWith(true), undefined, capture.atMs + 1, undefined],
    ['nothing of an edit that was before the capture', hubWith(true), capture.atMs - 1, capture.atMs + 1, undefined],
    ['that the line was edited', hubWith(true), capture.atMs + 1, capture.atMs + 2, 'edited since'],
    [
      'that the running source differs',
      hubWith(true, sourceDiffers('a.ts', 1)),
      undefined,
      capture.atMs,
      'other source runs',
    ],
    ['that the process is gone', hubWith(false), undefined, inTwoMinutes, 'process gone, 2 min ago'],
    ['how old they are', hubWith(true), undefined, inTwoMinutes, '2 min ago'],
  ] as const)('%s', (_, hub, editedAtMs, nowMs, note) => {
    expect(staleness(capture, hub, editedAtMs, nowMs)).toBe(note);
  });
});
