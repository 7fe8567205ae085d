/** A token bucket over a given clock; the plain way to allow bursts and hold an average. */
export type TokenBucket = {
  /** Refills to `nowNs`. */
  refill(nowNs: number): void;
  /** Refills, and takes away; it may go below zero, a debt to be waited for. */
  spend(amount: number, nowNs: number): void;
  readonly level: number;
  setRate(perSecond: number, capacity: number): void;
};

/** Starts full; a capacity raised later is filled by time. */
export function createTokenBucket(perSecond: number, capacity: number, nowNs: number): TokenBucket {
  let rate = perSecond;
  let max = capacity;
  let level = capacity;
  let lastNs = nowNs;
  const refill = (timeNs: number) => {
    level += ((timeNs - lastNs) / 1e9) * rate;
    if (level > max) level = max;
    lastNs = timeNs;
  };

  return {
    refill,
    spend(amount, timeNs) {
      refill(timeNs);
      level -= amount;
    },
    get level() {
      return level;
    },
    setRate(perSecond, capacity) {
      rate = perSecond;
      max = capacity;
      if (level > max) level = max;
    },
  };
}
