import { globalName, hiddenName, type PointPlan } from '../shared/plan.ts';
import { EvaluationFailure, missing } from './evaluate.ts';
import type { Hit } from './hit.ts';
import { createList, getOwnPropertyDescriptor, hasOwn, isProxy } from './primordials.ts';
import type { ProbeRuntime } from './probeRuntime.ts';

/** Evaluates one of the probe's programs over the values of this hit. Throws an EvaluationFailure. */
export function evaluateAt(runtime: ProbeRuntime, point: PointPlan, hit: Hit, program: number): unknown {
  const evaluator = runtime.evaluators[program];
  if (evaluator === undefined) throw new EvaluationFailure('it is missing from the plan.');
  const names = runtime.plan.programs[program]?.names ?? [];
  const keys = point.nameKeys?.[program];
  return evaluator(valuesFor(names, point.nameIndexes[program] ?? [], keys, hit.values), hit.thisValue);
}

function valuesFor(
  names: readonly string[],
  indexes: readonly number[],
  keys: readonly (string | null)[] | undefined,
  values: readonly unknown[],
): unknown[] {
  const chosen = createList<unknown>();
  for (let slot = 0; slot < names.length; slot++) {
    const index = indexes[slot] ?? hiddenName;
    const key = keys?.[slot] ?? null;
    if (index >= 0) chosen[slot] = key === null ? values[index] : readExport(values[index], key);
    else chosen[slot] = index === globalName ? readGlobal(names[slot] ?? '') : missing;
  }
  return chosen;
}

/** What a module exports as data. Some compilers export by getters, and those are not run. */
function readExport(exported: unknown, key: string): unknown {
  if ((typeof exported !== 'object' && typeof exported !== 'function') || exported === null) return missing;
  if (isProxy(exported)) return missing;
  const property = getOwnPropertyDescriptor(exported, key);
  return property !== undefined && hasOwn(property, 'value') ? property.value : missing;
}

/** Only a plain global: one behind a getter would run code. */
function readGlobal(name: string): unknown {
  const property = getOwnPropertyDescriptor(globalThis, name);
  return property !== undefined && hasOwn(property, 'value') ? property.value : missing;
}
