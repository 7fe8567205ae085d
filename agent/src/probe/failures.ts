import type { ToLink } from '../shared/messages.ts';
import { EvaluationFailure } from './evaluate.ts';
import type { ProbeRuntime } from './probeRuntime.ts';

/** Result of `attempt` when there is no value; why has been told. */
export const failed: unique symbol = Symbol('failed');

/** `evaluate`, or `failed` once the link thread has heard why. */
export function attempt<T>(
  runtime: ProbeRuntime,
  program: number,
  evaluate: () => T,
  send: (message: ToLink) => void,
): T | typeof failed {
  try {
    return evaluate();
  } catch (error) {
    tellFailure(runtime, program, reasonOf(error), send);
    return failed;
  }
}

/** Told once per kind of failure: the counts say how often. */
export function tellFailure(
  runtime: ProbeRuntime,
  program: number,
  reason: string,
  send: (message: ToLink) => void,
): void {
  const expression = runtime.plan.programs[program]?.text ?? '';
  if (runtime.lastFailure === expression + reason) return;
  runtime.lastFailure = expression + reason;
  send({ type: 'failure', probe: runtime.plan.probe, expression, reason });
}

/** A sentence about what an evaluation threw. */
export const reasonOf = (error: unknown): string =>
  error instanceof EvaluationFailure ? error.reason : 'an unexpected error inside the agent.';

/** For reports of our own bugs. */
export const reasonText = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error');
