import { globalName, hiddenName, type PointPlan } from '../shared/plan.ts';
import { EvaluationFailure, missing } from './evaluate.ts';
import type { Hit } from './hit.ts';
import { createList, getOwnPropertyDescriptor, hasOwn } from './primordials.ts';
import type { ProbeRuntime } from './probeRuntime.ts';

/** Evaluates one of the probe's programs over the values of this hit. Throws an EvaluationFailure. */
export function evaluateAt(runtime: ProbeRuntime, point: PointPlan, hit: Hit, program: number): unknown {
  const evaluator = runtime.evaluators[program];
  if (evaluator === undefined) throw new EvaluationFailure('it is missing from the plan.');
  const names = runtime.plan.programs[program]?.names ?? [];
  return evaluator(valuesFor(names, point.nameIndexes[program] ?? [], hit.values), hit.thisValue);
}

function valuesFor(names: readonly string[], indexes: readonly number[], values: readonly unknown[]): unknown[] {
  const chosen = createList<unknown>();
  for (let slot = 0; slot < names.length; slot++) {
    const index = indexes[slot] ?? hiddenName;
    chosen[slot] = index >= 0 ? values[index] : index === globalName ? readGlobal(names[slot] ?? '') : missing;
  }
  return chosen;
}

/** Only a plain global: one behind a getter would run code. */
function readGlobal(name: string): unknown {
  const property = getOwnPropertyDescriptor(globalThis, name);
  return property !== undefined && hasOwn(property, 'value') ? property.value : missing;
}
