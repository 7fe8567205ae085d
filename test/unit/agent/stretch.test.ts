import { describe, expect, test } from 'vitest';
import { createStretches } from '../../../agent/src/probe/stretch.ts';

const breakNs = 30_000;
const handlerNs = 10_000;

/**
 * A line that runs every `everyNs` of the app's own time, each hit prolonged by V8's part and our handler, for so many hits
 * a stretch.
 */
function run(everyNs: number, v8Ns: number, hits: number, stretches: number) {
  const seen = createStretches(breakNs);
  let timeNs = 1e9;
  let costNs = 0;
  for (let stretch = 0; stretch < stretches; stretch++) {
    seen.begin(timeNs);
    for (let hit = 0; hit < hits; hit++) {
      timeNs += everyNs + v8Ns;
      costNs += seen.hit(timeNs, timeNs + handlerNs);
      timeNs += handlerNs;
    }
    seen.end(timeNs);
    timeNs += 1e9;
  }
  return { ...seen.estimate(), costNs: costNs / (hits * stretches) };
}

describe('the rate of a line, from the stretches in which its breakpoint was in', () => {
  test.each([
    ['100 a second', 1e7],
    ['1,000 a second', 1e6],
    ['5,000 a second', 2e5],
  ])('%s is found within a tenth, though a hit takes 40 µs itself', (_name, everyNs) => {
    const { hitsPerSecond, error } = run(everyNs, breakNs, 60, 6);
    expect(hitsPerSecond / (1e9 / everyNs)).toBeGreaterThan(0.9);
    expect(hitsPerSecond / (1e9 / everyNs)).toBeLessThan(1.1);
    expect(error).toBeLessThan(0.25);
  });

  test('millions a second: a lower bound, and said to be one', () => {
    const { hitsPerSecond, error } = run(20, breakNs, 200, 6);
    expect(hitsPerSecond).toBeLessThan(50e6);
    expect(hitsPerSecond).toBeGreaterThan(1e9 / (breakNs + handlerNs));
    expect(error).toBeGreaterThan(0.5);
  });

  test('nothing seen says nothing', () => {
    expect(createStretches(breakNs).estimate()).toEqual({ hitsPerSecond: 0, error: 1 });
  });
});

describe('what a hit costs', () => {
  test('handler and the expected part of V8, on a line that runs now and then', () => {
    expect(run(1e7, breakNs, 10, 1).costNs).toBe(handlerNs + breakNs);
  });

  test('the whole gap, where V8 has become slower and hits follow each other', () => {
    expect(run(20, 2 * breakNs, 100, 1).costNs).toBeGreaterThan(handlerNs + 1.9 * breakNs);
  });
});
