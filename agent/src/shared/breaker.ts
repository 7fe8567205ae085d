/**
 * The circuit breaker for the agent as a whole: a probe that breaks is taken out on its own, but an agent that breaks again
 * and again, or costs more than it may in spite of sampling, has to leave the service alone altogether. Pure.
 */
export type Breaker = {
  /** Something of ours broke. Returns why the agent must give up, a sentence, when that was once too often. */
  fault(reason: string, nowMs: number): string | undefined;
  /** What all probes cost over one interval, as a share of a core. Returns as `fault` does. */
  load(share: number, intervalMs: number): string | undefined;
  /** A person says to go on: everything is forgotten. */
  reset(): void;
};

export type BreakerLimits = {
  /** So many faults within `windowMs` of the first. */
  readonly faults: number;
  readonly windowMs: number;
  /** The probes' share of a core is more than this many times the budget, for so long without a break. */
  readonly overBudget: number;
  readonly overBudgetMs: number;
};

/** Faults are bugs, so few are many. The budget acts within a second or two: ten seconds far beyond it are a fault of ours. */
export const breakerLimits: BreakerLimits = { faults: 5, windowMs: 60_000, overBudget: 5, overBudgetMs: 10_000 };
/** A link thread that died is started again, but not for ever. */
export const deathLimits: BreakerLimits = { ...breakerLimits, faults: 3, windowMs: 600_000 };

export function createBreaker(budgetShare: number, limits: BreakerLimits): Breaker {
  let faults = 0;
  let firstAtMs = 0;
  let overMs = 0;
  return {
    fault(reason, nowMs) {
      if (faults === 0 || nowMs - firstAtMs >= limits.windowMs) {
        faults = 0;
        firstAtMs = nowMs;
      }
      faults += 1;
      if (faults < limits.faults) return undefined;
      return `${faults} faults of its own within ${limits.windowMs / 1_000} s, the last: ${reason}`;
    },
    load(share, intervalMs) {
      overMs = share > budgetShare * limits.overBudget ? overMs + intervalMs : 0;
      if (overMs < limits.overBudgetMs) return undefined;
      return `its probes took ${percent(share)} of a core for ${Math.round(overMs / 1_000)} s, with a budget of ${percent(budgetShare)}.`;
    },
    reset() {
      faults = 0;
      overMs = 0;
    },
  };
}

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
