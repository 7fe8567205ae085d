import { EvaluationFailure, spend, spendText, type Budget } from './evaluateFailure.ts';
import { callArrayMethod, isArrayMethod, splitText } from './evaluateArrays.ts';
import { holderOf, isNativeNamed, isObject, propertyKey, type Describe } from './evaluateMember.ts';
import { checkBigint, toPrimitive } from './evaluateOperators.ts';
import {
  getOwnPropertyDescriptor,
  hasOwn,
  isArray,
  isDate,
  isMap,
  isProxy,
  isSet,
  isTypedArray,
  isWeakMap,
  isWeakSet,
  mapGet,
  mapHas,
  reflectApply,
  setHas,
  weakMapGet,
  weakMapHas,
  weakSetHas,
} from './primordials.ts';
import { builtInPrototypes, dateMethods, primitiveMethods } from './primordialsMethods.ts';

/** Calls a listed pure built-in method: always the genuine one, never what the app put in its place. */
export function callMethod(
  receiver: unknown,
  name: string,
  args: readonly unknown[],
  of: Describe,
  budget: Budget,
): unknown {
  spend(budget, 1);
  if (receiver === undefined || receiver === null) throw new EvaluationFailure('`' + of() + '` is ' + receiver + '.');
  if (!isObject(receiver)) return callOnPrimitive(receiver, name, args, of, budget);
  if (isProxy(receiver)) throw new EvaluationFailure('`' + of() + '` is a proxy; calling it would run its code.');
  checkGenuine(receiver, name, of);
  const key = args.length > 0 ? args[0] : undefined;
  if (name === 'hasOwnProperty') return hasOwn(receiver, propertyKey(key));
  if (isArray(receiver) || isTypedArray(receiver)) {
    if (!isArrayMethod(name) || (name === 'slice' && !isArray(receiver))) throw noMethod(of, 'an array', name);
    return callArrayMethod(receiver, name, args, of, budget);
  }
  if (isMap(receiver)) {
    if (name === 'get') return mapGet(receiver, key);
    if (name === 'has') return mapHas(receiver, key);
    throw noMethod(of, 'a map', name);
  }
  if (isSet(receiver) && name === 'has') return setHas(receiver, key);
  if (isWeakMap(receiver) && name === 'get') return weakMapGet(receiver, key);
  if (isWeakMap(receiver) && name === 'has') return weakMapHas(receiver, key);
  if (isWeakSet(receiver) && name === 'has') return weakSetHas(receiver, key);
  const dateMethod = isDate(receiver) ? dateMethods[name] : undefined;
  if (dateMethod !== undefined) return reflectApply(dateMethod, receiver, []);
  throw noMethod(of, 'an object', name);
}

function callOnPrimitive(
  receiver: unknown,
  name: string,
  args: readonly unknown[],
  of: Describe,
  budget: Budget,
): unknown {
  const kind = typeof receiver;
  if (typeof receiver === 'string') {
    spendText(budget, receiver);
    if (name === 'split') return splitText(receiver, args, budget);
  } else if (typeof receiver === 'bigint') {
    checkBigint(receiver);
  }
  const method = primitiveMethods[kind]?.[name];
  if (method === undefined) throw noMethod(of, 'a ' + kind, name);
  for (let i = 0; i < args.length; i++) toPrimitive(args[i], () => 'an argument of ' + name, budget);
  return reflectApply(method, receiver, args);
}

/** Fails when the app has its own method of that name below the built-in one: calling it would run the app's code. */
function checkGenuine(receiver: object, name: string, of: Describe): void {
  const holder = holderOf(receiver, name, of);
  if (holder !== null && builtInPrototypes.has(holder)) return;
  if (holder !== null) {
    const descriptor = getOwnPropertyDescriptor(holder, name);
    if (descriptor !== undefined && hasOwn(descriptor, 'value') && isNativeNamed(descriptor.value, name)) return;
    throw new EvaluationFailure('`' + name + '` of `' + of() + '` is not the built-in one; calls may have effects.');
  }
  throw noMethod(of, 'an object', name);
}

const noMethod = (of: Describe, kind: string, name: string): EvaluationFailure =>
  new EvaluationFailure('`' + of() + '` is ' + kind + ' and has no method `' + name + '` that can be called here.');
