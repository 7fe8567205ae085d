import { EvaluationFailure, spendText, type Budget } from './evaluateFailure.ts';
import { functionToString, getPrototypeOf, hasOwn, isProxy, reflectApply, stringCharAt } from './primordials.ts';
import { isSafeGetter, primitivePrototypes } from './primordialsMethods.ts';
import { ownDescriptor } from './readStack.ts';

/** Longer prototype chains are refused. */
const maxPrototypes = 100;

/** What a failure calls the object; made only when it is needed. */
export type Describe = () => string;

/** `base[key]` without running anything: data properties along the prototype chain, and V8's own getters. */
export function readMember(base: unknown, key: unknown, of: Describe, budget: Budget): unknown {
  const name = propertyKey(key);
  if (typeof base === 'string') {
    if (name === 'length') return base.length;
    const index = typeof name === 'string' ? +name : -1;
    if (index >= 0 && index < base.length && '' + index === name) {
      spendText(budget, base);
      return stringCharAt(base, index);
    }
  }
  let holder = firstHolder(base, name, of);
  for (let step = 0; holder !== null; step++) {
    checkHolder(holder, step, of);
    const descriptor = ownDescriptor(holder, name);
    if (descriptor === undefined) {
      holder = getPrototypeOf(holder);
      continue;
    }
    if (hasOwn(descriptor, 'value')) return descriptor.value;
    const { get } = descriptor;
    if (get === undefined) return undefined;
    if (isSafeGetter(get)) return reflectApply(get, base, []);
    throw new EvaluationFailure('`' + textOf(name) + '` is a getter; Stillframe does not run it.');
  }
  return undefined;
}

/** Where `key` is found on the prototype chain, or null. */
export function holderOf(object: object, key: PropertyKey, of: Describe): object | null {
  let holder: object | null = object;
  for (let step = 0; holder !== null; step++) {
    checkHolder(holder, step, of);
    if (hasOwn(holder, key)) return holder;
    holder = getPrototypeOf(holder);
  }
  return null;
}

/** Whether `prototype` is on the chain above `object`. */
export function hasPrototype(object: object, prototype: unknown, of: Describe): boolean {
  let holder: object | null = object;
  for (let step = 0; holder !== null; step++) {
    checkHolder(holder, step, of);
    holder = getPrototypeOf(holder);
    if (holder !== null && holder === prototype) return true;
  }
  return false;
}

/** A key of a property: text, symbol, or a primitive turned into text. */
export function propertyKey(key: unknown): string | symbol {
  if (typeof key === 'string' || typeof key === 'symbol') return key;
  if (isObject(key)) throw new EvaluationFailure('a key is an object; turning it into text would run its code.');
  return '' + (key as number);
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** Whether a function is V8's own `name` of another realm (a `vm` context); its text cannot be forged. */
export const isNativeNamed = (value: unknown, name: string): boolean =>
  typeof value === 'function' && functionToString(value) === 'function ' + name + '() { [native code] }';

function firstHolder(base: unknown, name: string | symbol, of: Describe): object | null {
  switch (typeof base) {
    case 'undefined':
      throw new EvaluationFailure('`' + of() + '` is undefined.');
    case 'object':
      if (base === null) throw new EvaluationFailure('`' + of() + '` is null.');
      return base;
    case 'function':
      // These two look into the running stack.
      if (name === 'caller' || name === 'arguments') {
        throw new EvaluationFailure('`' + name + '` of a function is not read.');
      }
      return base;
    default:
      return primitivePrototypes[typeof base] ?? null;
  }
}

function checkHolder(holder: object, step: number, of: Describe): void {
  if (isProxy(holder)) {
    throw new EvaluationFailure(
      step === 0
        ? '`' + of() + '` is a proxy; reading it would run its code.'
        : '`' + of() + '` inherits from a proxy; reading it would run its code.',
    );
  }
  if (step > maxPrototypes) throw new EvaluationFailure('`' + of() + '` has more than 100 prototypes.');
}

const textOf = (key: string | symbol): string => (typeof key === 'symbol' ? 'a symbol' : key);
