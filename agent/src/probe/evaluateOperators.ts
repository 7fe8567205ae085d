import type { BinaryOperator, UnaryOperator } from '@stillframe/protocol';
import { EvaluationFailure, maxText, spendText, tooLong, type Budget } from './evaluateFailure.ts';
import { hasPrototype, holderOf, isNativeNamed, isObject, propertyKey, type Describe } from './evaluateMember.ts';
import {
  bigintToString,
  functionHasInstance,
  functionPrototype,
  getOwnPropertyDescriptor,
  hasInstanceSymbol,
  hasOwn,
  isDate,
  isProxy,
} from './primordials.ts';

/** An operator over values, without running `valueOf`, `toString` or `Symbol.toPrimitive`. */
export function applyBinary(
  operator: BinaryOperator,
  left: unknown,
  right: unknown,
  leftText: Describe,
  rightText: Describe,
  budget: Budget,
): unknown {
  switch (operator) {
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '==':
      return looselyEqual(left, right, leftText, rightText, budget);
    case '!=':
      return !looselyEqual(left, right, leftText, rightText, budget);
    case 'in':
      if (!isObject(right))
        throw new EvaluationFailure('`' + rightText() + '` is not an object, so `in` has no meaning.');
      return holderOf(right, propertyKey(left), rightText) !== null;
    case 'instanceof':
      return isInstance(left, right, leftText, rightText);
    default:
      return arithmetic(
        operator,
        toPrimitive(left, leftText, budget) as never,
        toPrimitive(right, rightText, budget) as never,
      );
  }
}

/** A unary operator over a value; `typeof`, `!` and `void` take any. */
export function applyUnary(operator: UnaryOperator, value: unknown, text: Describe, budget: Budget): unknown {
  switch (operator) {
    case '!':
      return !value;
    case 'typeof':
      return typeof value;
    case 'void':
      return undefined;
    case '-':
      return -(toPrimitive(value, text, budget) as number);
    case '+':
      return +(toPrimitive(value, text, budget) as string);
    case '~':
      return ~(toPrimitive(value, text, budget) as number);
  }
}

/** The value itself unless turning it into a primitive would run code. */
export function toPrimitive(value: unknown, text: Describe, budget: Budget): unknown {
  if (typeof value === 'string') spendText(budget, value);
  if (typeof value === 'symbol') throw new EvaluationFailure('`' + text() + '` is a symbol.');
  if (typeof value === 'bigint') return checkBigint(value);
  if (!isObject(value)) return value;
  if (isDate(value)) throw new EvaluationFailure('`' + text() + '` is a date. Use `' + text() + '.getTime()`.');
  throw new EvaluationFailure(
    '`' + text() + '` is an object; turning it into a number or text would run its code. Use one of its members.',
  );
}

/** Joins two texts, within the limit. */
export function concatenate(left: string, right: string): string {
  if (left.length + right.length > maxText) throw tooLong();
  return left + right;
}

/** Larger ones take noticeable time to compute with. */
const maxBigintBits = 4096n;
const maxBigint = 2n ** maxBigintBits;
export function checkBigint(value: bigint): bigint {
  if (value >= maxBigint || value <= -maxBigint) throw bigintTooLarge();
  return value;
}
const bigintTooLarge = () => new EvaluationFailure('a bigint has more than 4096 bits, the most that is computed with.');

type Arithmetic = Exclude<BinaryOperator, '===' | '!==' | '==' | '!=' | 'in' | 'instanceof'>;

// Operands are primitives; a bigint with a number throws V8's own TypeError, which the caller words.
function arithmetic(operator: Arithmetic, left: number, right: number): unknown {
  switch (operator) {
    case '+':
      if (typeof left === 'string' || typeof right === 'string') return concatenate('' + left, '' + right);
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
      if (typeof left === 'bigint' && typeof right === 'bigint') checkPower(left, right);
      return left ** right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
    case '>>':
      if (typeof right === 'bigint' && (right > maxBigintBits || right < -maxBigintBits)) throw bigintTooLarge();
      return operator === '<<' ? left << right : left >> right;
    case '>>>':
      return left >>> right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function checkPower(base: bigint, exponent: bigint): void {
  if (base >= -1n && base <= 1n) return;
  const hexDigits = bigintToString(base, 16).length;
  if (exponent > maxBigintBits || hexDigits * 4 * Number(exponent) > Number(maxBigintBits) * 2) throw bigintTooLarge();
}
const { Number } = globalThis;

function looselyEqual(left: unknown, right: unknown, leftText: Describe, rightText: Describe, budget: Budget): boolean {
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined) return false;
  if (isObject(left) && isObject(right)) return left === right;
  if (typeof left === 'symbol' || typeof right === 'symbol') return left === right;
  // oxlint-disable-next-line eslint/eqeqeq -- both are primitives here
  return toPrimitive(left, leftText, budget) == toPrimitive(right, rightText, budget);
}

function isInstance(value: unknown, constructor: unknown, valueText: Describe, text: Describe): boolean {
  if (typeof constructor !== 'function') throw new EvaluationFailure('`' + text() + '` is not a class or constructor.');
  const holder = holderOf(constructor, hasInstanceSymbol, text);
  if (holder !== null && holder !== functionPrototype) {
    const descriptor = getOwnPropertyDescriptor(holder, hasInstanceSymbol);
    const own: unknown = descriptor !== undefined && hasOwn(descriptor, 'value') ? descriptor.value : undefined;
    if (own !== functionHasInstance && !isNativeNamed(own, '[Symbol.hasInstance]')) {
      throw new EvaluationFailure('`' + text() + '` decides by its own code what its instances are; it is not run.');
    }
  }
  const property = isProxy(constructor) ? undefined : getOwnPropertyDescriptor(constructor, 'prototype');
  if (property === undefined || !hasOwn(property, 'value') || !isObject(property.value)) {
    throw new EvaluationFailure('`' + text() + '` has no prototype to compare with.');
  }
  return isObject(value) && hasPrototype(value, property.value, valueText);
}
