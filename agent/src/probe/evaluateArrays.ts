import { EvaluationFailure, maxMadeItems, spend, type Budget } from './evaluateFailure.ts';
import { isObject, type Describe } from './evaluateMember.ts';
import { concatenate, toPrimitive } from './evaluateOperators.ts';
import {
  createArray,
  createList,
  getOwnPropertyDescriptor,
  hasOwn,
  isArray,
  objectIs,
  stringCharAt,
  stringIndexOf,
  stringSlice,
  typedArrayLength,
} from './primordials.ts';

type ArrayMethod = 'at' | 'includes' | 'indexOf' | 'join' | 'lastIndexOf' | 'slice';

export const isArrayMethod = (name: string): name is ArrayMethod =>
  name === 'at' ||
  name === 'includes' ||
  name === 'indexOf' ||
  name === 'join' ||
  name === 'lastIndexOf' ||
  name === 'slice';

/**
 * Array methods by own descriptors. The built-in ones would run a getter that sits at an index, or on Array.prototype
 * under a hole.
 */
export function callArrayMethod(
  array: object,
  name: ArrayMethod,
  args: readonly unknown[],
  of: Describe,
  budget: Budget,
): unknown {
  const length = isArray(array) ? array.length : typedArrayLength(array);
  const first = args.length > 0 ? args[0] : undefined;
  const second = args.length > 1 ? args[1] : undefined;
  switch (name) {
    case 'at': {
      const index = toIndex(first, 0);
      return itemAt(array, index < 0 ? index + length : index, of, budget);
    }
    case 'includes':
    case 'indexOf': {
      for (let i = fromStart(second, length, 0); i < length; i++) {
        const item = itemAt(array, i, of, budget);
        if (name === 'includes' ? item === first || objectIs(item, first) : item === first && hasOwn(array, i)) {
          return name === 'includes' ? true : i;
        }
      }
      return name === 'includes' ? false : -1;
    }
    case 'lastIndexOf': {
      const start = args.length > 1 ? toIndex(second, 0) : length - 1;
      for (let i = start < 0 ? start + length : start < length ? start : length - 1; i >= 0; i--) {
        if (itemAt(array, i, of, budget) === first && hasOwn(array, i)) return i;
      }
      return -1;
    }
    case 'slice': {
      const start = fromStart(first, length, 0);
      const count = fromStart(second, length, length) - start;
      if (count > maxMadeItems) throw tooMany();
      const made = createArray(count > 0 ? count : 0);
      for (let i = 0; i < count; i++) made[i] = itemAt(array, start + i, of, budget);
      return made;
    }
    case 'join': {
      const separator = first === undefined ? ',' : '' + (toPrimitive(first, () => 'the separator', budget) as number);
      let text = '';
      for (let i = 0; i < length; i++) {
        const item = itemAt(array, i, of, budget);
        if (i > 0) text = concatenate(text, separator);
        if (item === undefined || item === null) continue;
        text = concatenate(text, '' + (toPrimitive(item, () => of() + '[' + i + ']', budget) as number));
      }
      return text;
    }
  }
}

/** `split` by plain text: the built-in one would look for the app's `Symbol.split`. */
export function splitText(text: string, args: readonly unknown[], budget: Budget): unknown[] {
  const limit = args.length > 1 && args[1] !== undefined ? toIndex(args[1], 0) : Infinity;
  const parts = createList<string>();
  if (args.length === 0 || args[0] === undefined) parts[0] = text;
  else {
    const separator = '' + (toPrimitive(args[0], () => 'the separator', budget) as number);
    if (separator === '') splitCharacters(text, limit, parts, budget);
    else splitAt(text, separator, limit, parts, budget);
  }
  const made = createArray(parts.length < limit ? parts.length : limit);
  for (let i = 0; i < made.length; i++) made[i] = parts[i];
  return made;
}

function splitCharacters(text: string, limit: number, parts: string[], budget: Budget): void {
  for (let i = 0; i < text.length && i < limit; i++) {
    if (i === maxMadeItems) throw tooMany();
    spend(budget, 1);
    parts[i] = stringCharAt(text, i);
  }
}

function splitAt(text: string, separator: string, limit: number, parts: string[], budget: Budget): void {
  for (let from = 0; parts.length < limit;) {
    if (parts.length === maxMadeItems) throw tooMany();
    spend(budget, 1);
    const found = stringIndexOf(text, separator, from);
    parts[parts.length] = found < 0 ? stringSlice(text, from) : stringSlice(text, from, found);
    if (found < 0) break;
    from = found + separator.length;
  }
}

function itemAt(array: object, index: number, of: Describe, budget: Budget): unknown {
  spend(budget, 1);
  const descriptor = getOwnPropertyDescriptor(array, index);
  if (descriptor === undefined) return undefined;
  if (hasOwn(descriptor, 'value')) return descriptor.value;
  throw new EvaluationFailure('`' + of() + '[' + index + ']` is a getter; Stillframe does not run it.');
}

function toIndex(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (isObject(value) || typeof value === 'symbol') throw new EvaluationFailure('an index is not a number.');
  const number = +(value as string);
  // Anything but a number is index 0, as in JavaScript.
  return objectIs(number, NaN) ? 0 : number < 0 ? -floor(-number) : floor(number);
}
const { floor } = Math;

/** A start or end index, counted from the end when negative, within the array. */
function fromStart(value: unknown, length: number, otherwise: number): number {
  const index = toIndex(value, otherwise);
  if (index < 0) return index + length > 0 ? index + length : 0;
  return index < length ? index : length;
}

const tooMany = () => new EvaluationFailure(`it makes more than ${maxMadeItems} items.`);
