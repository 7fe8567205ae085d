/** A token bucket. `take` answers false when the rate is exceeded. */
export function createRateLimit(options: {
  readonly perSecond: number;
  readonly burst: number;
  readonly nowMs?: () => number;
}): { take(): boolean } {
  const { perSecond, burst, nowMs = () => performance.now() } = options;
  let tokens = burst;
  let atMs = nowMs();
  return {
    take() {
      const now = nowMs();
      tokens = Math.min(burst, tokens + ((now - atMs) / 1_000) * perSecond);
      atMs = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
