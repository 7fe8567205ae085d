import { expect, test } from 'vitest';
import { createSeriesWriter } from '../../../agent/src/probe/seriesWriter.ts';
import { seriesCell, viewSeriesMemory } from '../../../agent/src/shared/memory.ts';

function create(room: { left: number }, maxKeys = 3) {
  const opened = new Map<string | null, SharedArrayBuffer>();
  const writer = createSeriesWriter({
    hasHistogram: true,
    maxKeys,
    otherKey: 'other',
    room,
    onSeries: (key, memory) => void opened.set(key, memory),
  });
  const counts = () =>
    Object.fromEntries([...opened].map(([key, memory]) => [key, viewSeriesMemory(memory).header[seriesCell.count]]));
  return { writer, opened, counts };
}

test('keeps so many keys, and the rest under one', () => {
  const { writer, counts } = create({ left: 100 });
  for (const key of ['a', 'b', 'c', 'd', 'a', 'e', '__proto__']) writer.add(key, 1);
  expect(counts()).toEqual({ a: 2, b: 1, c: 1, other: 3 });
});

test('shares the room of the process, and gives it back', () => {
  const room = { left: 1 };
  const first = create(room);
  for (const key of ['a', 'b', 'c']) first.writer.add(key, 1);
  expect(first.counts()).toEqual({ a: 1, b: 1, other: 1 });
  const second = create(room);
  for (const key of ['x', 'y']) second.writer.add(key, 1);
  expect(second.counts()).toEqual({ x: 1, other: 1 });
  first.writer.dispose();
  second.writer.add('z', 1);
  expect(second.counts()).toEqual({ x: 1, other: 1, z: 1 });
});

test('takes the same memory for a thousand values and for a million', () => {
  const { writer, opened } = create({ left: 10 });
  const bytes = () => [...opened.values()].reduce((sum, memory) => sum + memory.byteLength, 0);
  for (let value = 0; value < 1_000; value++) writer.add(null, value);
  const before = bytes();
  for (let value = 0; value < 1_000_000; value++) writer.add(null, value * 0.37 - 5_000);
  expect(bytes()).toBe(before);
  expect(before).toBeLessThan(17_000);
});
