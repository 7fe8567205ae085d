/** In the values of a hit: this name cannot be read there. */
export const missing: unique symbol = Symbol('stillframe.missing');

/** Why an expression gave no value, as a sentence. Not an Error: making one would capture a stack nobody reads. */
export class EvaluationFailure {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What one evaluation may still look at; reading many items or long texts takes from it. */
export type Budget = { steps: number };

/** Items and 64-character pieces of text that one evaluation may look at. */
export const maxSteps = 10_000;
/** Longest text that is made or searched, in UTF-16 units. */
export const maxText = 1_000_000;
/** Longest array that is made. */
export const maxMadeItems = 1_000;

/** Takes `steps` from the budget, or fails. */
export function spend(budget: Budget, steps: number): void {
  budget.steps -= steps;
  if (budget.steps < 0) throw new EvaluationFailure(`it looks at more than ${maxSteps} items.`);
}

/** Fails for a text too long to search; otherwise takes what searching it costs. */
export function spendText(budget: Budget, text: string): void {
  if (text.length > maxText) throw tooLong();
  spend(budget, 1 + (text.length >> 6));
}

export const tooLong = (): EvaluationFailure =>
  new EvaluationFailure(`a text is longer than ${maxText} characters, the longest that is looked at.`);
