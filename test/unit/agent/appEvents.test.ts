import { expect, test, vi } from 'vitest';
import { createAppEvents } from '../../../agent/src/link/appEvents.ts';
import { createProbeRecord } from '../../../agent/src/link/probeRecord.ts';
import { createProbeStates } from '../../../agent/src/link/probeStates.ts';

/** One probe with the places 1 and 2. */
function events() {
  const states = createProbeStates(() => {});
  const record = createProbeRecord(1, {
    id: 'p',
    spec: { kind: 'duration', at: { file: 'a.js', line1: 1 }, target: {}, expiresInMs: 1e6 },
    createdAtMs: 0,
    createdBy: 'test',
    expiresAtMs: 1e6,
    enabled: true,
  } as never);
  record.state = 'pending';
  states.byId.set('p', record);
  states.byNumber.set(1, record);
  const at = new Set([1, 2]);
  const onGone = vi.fn(() => void at.add(1).add(2));
  const { heard } = createAppEvents({
    app: {} as never,
    states,
    table: { probesAt: (place: number) => (at.has(place) ? [1] : []) } as never,
    budgetShare: 0.01,
    takeOut: () => at.clear(),
    onFinished: () => {},
    onGone,
    schedule: () => () => {},
  });
  const placed = (first?: string, second?: string) =>
    heard({
      type: 'placed',
      stallMs: 0,
      places: [
        { place: 1, ...(first === undefined ? {} : { problem: first }) },
        { place: 2, ...(second === undefined ? {} : { problem: second }) },
      ],
    });
  return { record, placed, onGone };
}

test('a place that V8 let go of meanwhile is looked for once more, then the probe fails', () => {
  const { record, placed, onGone } = events();
  placed(undefined, 'Could not resolve breakpoint');
  expect(onGone).toHaveBeenCalledTimes(1);
  expect(record.state).not.toBe('failed');
  placed(undefined, 'Could not resolve breakpoint');
  expect(onGone).toHaveBeenCalledTimes(1);
  expect(record).toMatchObject({ state: 'failed', reason: { code: 'AGENT_FAILED' } });
});

test('once all places are in, a later loss is looked for again', () => {
  const { record, placed, onGone } = events();
  placed('Script not found');
  placed();
  expect(record.state).toBe('armed');
  placed('Script not found', 'Script not found');
  expect(onGone).toHaveBeenCalledTimes(2);
  expect(record.state).toBe('armed');
});
