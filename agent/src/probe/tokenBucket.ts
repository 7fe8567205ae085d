/** A token bucket over a given clock; the plain way to allow bursts and hold an average. */
export type TokenBucket = {
  /** Refills to `nowNs`. */
  refill(nowNs: number): void;
  /** May go below zero: a debt to be waited for. */
  spend(amount: number): void;
  readonly level: number;
  setRate(perSecond: number, capacity: number): void;
};

/** Starts full; a capacity raised later is filled by time. */
export function createTokenBucket(perSecond: number, capacity: number, nowNs: number): TokenBucket {
  let rate = perSecond;
  let max = capacity;
  let level = capacity;
  let lastNs = nowNs;
  return {
    refill(timeNs) {
      level = level + ((timeNs - lastNs) / 1e9) * rate;
      if (level > max) level = max;
      lastNs = timeNs;
    },
    spend(amount) {
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
