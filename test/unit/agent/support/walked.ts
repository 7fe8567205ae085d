import { createWalk, createTape, type WalkBudget } from '../../../../agent/src/probe/walk.ts';
import { createTapeReader, decodeValue } from '../../../../agent/src/link/decodeValue.ts';
import type { Redaction } from '../../../../agent/src/link/redaction.ts';
import type { WalkLimits } from '../../../../agent/src/shared/tape.ts';
import type { ObjectValue, Value } from '../../../../protocol/src/index.ts';

export const noRedaction: Redaction = { isSensitiveName: () => false, isSensitiveProgram: () => false };

export type WalkOptions = Partial<WalkLimits> & Partial<WalkBudget> & { readonly redaction?: Redaction };

/** What the agent makes of live values: walked onto a tape, then decoded. */
export function walked(values: readonly unknown[], options: WalkOptions = {}): Value[] {
  const { maxBytes = 1e6, deadlineNs = Infinity, redaction = noRedaction } = options;
  const limits = { depth: 3, properties: 50, items: 100, stringLength: 1_024, ...options };
  const walk = createWalk(limits, { maxBytes, deadlineNs });
  const tape = createTape();
  for (const value of values) walk.value(tape, value);
  const reader = createTapeReader(structuredClone(tape));
  const decoded = values.map(() => decodeValue(reader, redaction));
  if (reader.peek() !== undefined) throw new Error('The tape holds more than its values.');
  return decoded;
}

export function walkedOne(value: unknown, options: WalkOptions = {}): Value {
  const [only] = walked([value], options);
  if (only === undefined) throw new Error('Nothing was walked.');
  return only;
}

export function walkedObject(value: unknown, options: WalkOptions = {}): ObjectValue {
  const only = walkedOne(value, options);
  if (only.t !== 'object') throw new Error(`It is no object: ${JSON.stringify(only)}`);
  return only;
}

/** The value of a property by its key. */
export const propertyOf = (object: ObjectValue, key: string): Value | undefined =>
  object.props.find((property) => property.k === key)?.v;
