import { assertNever, type BinaryOperator } from '@stillframe/protocol';
import type { Primitive } from './liveValue.ts';

export type ArithmeticOperator = Exclude<BinaryOperator, '===' | '!==' | '==' | '!=' | 'in' | 'instanceof'>;

/** JavaScript's operators over primitives, with its own conversions; mixing BigInt and Number throws its TypeError. */
export function arithmetic(operator: ArithmeticOperator, left: Primitive, right: Primitive): Primitive {
  switch (operator) {
    case '+':
      if (typeof left === 'string' || typeof right === 'string') return String(left) + String(right);
      break;
    case '<':
      return isOrdered(left, right, (a, b) => a < b);
    case '<=':
      return isOrdered(left, right, (a, b) => a <= b);
    case '>':
      return isOrdered(left, right, (a, b) => a > b);
    case '>=':
      return isOrdered(left, right, (a, b) => a >= b);
    default:
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofBigInts(operator, left, right);
  if (typeof left === 'bigint' || typeof right === 'bigint')
    throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
  return ofNumbers(operator, Number(left), Number(right));
}

type Ordered = string | number | bigint;

/** Texts are compared as texts only when both are. */
function isOrdered(left: Primitive, right: Primitive, compare: (a: Ordered, b: Ordered) => boolean): boolean {
  if (typeof left === 'string' && typeof right === 'string') return compare(left, right);
  const numeric = (value: Primitive) => (typeof value === 'bigint' ? value : Number(value));
  return compare(numeric(left), numeric(right));
}

type Numeric = Exclude<ArithmeticOperator, '<' | '<=' | '>' | '>='>;

function ofNumbers(operator: Numeric, left: number, right: number): number {
  switch (operator) {
    case '+':
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
      return left ** right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '>>>':
      return left >>> right;
    default:
      return assertNever(operator);
  }
}

/** Bits of a result beyond this are a denial of service, not an answer. */
const maxExponent = 10_000n;

function ofBigInts(operator: Numeric, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
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
    case '<<':
    case '>>':
      if (right > maxExponent) throw new RangeError(`\`${operator}\` by more than ${maxExponent} is refused`);
      return operator === '**' ? left ** right : operator === '<<' ? left << right : left >> right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '>>>':
      throw new TypeError('BigInts have no unsigned right shift, use >> instead');
    default:
      return assertNever(operator);
  }
}
