import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefresh, refreshMs } from '../../../extension/src/language/server/refresh.ts';

describe('asking an editor to read again', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('happens only when it would read something else, and at most twice a second', () => {
    let text = 'p50 3 ms';
    let asked = 0;
    const refresh = createRefresh(() => (asked += 1));
    refresh.request();
    expect(asked).toBe(0); // nobody has read anything yet
    vi.advanceTimersByTime(refreshMs);
    refresh.answer('a.ts', () => text);
    for (let change = 0; change < 20; change++) {
      refresh.request();
      vi.advanceTimersByTime(100);
    }
    expect(asked).toBe(0);
    for (let change = 0; change < 20; change++) {
      text = `p50 ${change} ms`;
      refresh.request();
      vi.advanceTimersByTime(100);
    }
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThanOrEqual(2_000 / refreshMs + 1);
  });

  it('never loses the last change, and asks no more for a document that was closed', () => {
    let text = 'a';
    let asked = 0;
    const refresh = createRefresh(() => (asked += 1));
    refresh.answer('a.ts', () => text);
    refresh.request();
    text = 'b';
    refresh.request();
    vi.advanceTimersByTime(refreshMs);
    expect(asked).toBe(1);
    refresh.forget('a.ts');
    refresh.request();
    vi.advanceTimersByTime(10 * refreshMs);
    expect(asked).toBe(1);
  });
});
