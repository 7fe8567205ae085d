import { EvaluationFailure, spend, type Budget } from './evaluateFailure.ts';
import { isObject, propertyKey } from './evaluateMember.ts';
import { checkBigint, toPrimitive } from './evaluateOperators.ts';
import {
  createRecord,
  hasOwn,
  isArray,
  isProxy,
  isTypedArray,
  objectIs,
  objectKeys,
  reflectApply,
} from './primordials.ts';

type Function = (args: readonly unknown[], budget: Budget) => unknown;

/** Arrays with more items are refused by `Object.keys`. */
const maxKeyedItems = 10_000;

/** The built-in function of that name, taken when the agent loaded; undefined when it is not a listed one. */
export const pureFunction = (name: string): Function | undefined => functions[name];

const functions = createRecord<Function>();
functions['Array.isArray'] = (args) => isObject(argument(args, 0)) && isArray(checked(argument(args, 0)));
functions['Object.is'] = (args) => objectIs(argument(args, 0), argument(args, 1));
functions['Object.hasOwn'] = (args) => hasOwn(checked(argument(args, 0)), propertyKey(argument(args, 1)));
functions['Object.keys'] = (args, budget) => {
  const object = checked(argument(args, 0));
  if ((isArray(object) || isTypedArray(object)) && hasOwn(object, maxKeyedItems)) {
    throw new EvaluationFailure(`\`Object.keys\` of more than ${maxKeyedItems} items is not made.`);
  }
  const keys = objectKeys(object);
  spend(budget, keys.length >> 4);
  return keys;
};
functions['Boolean'] = (args) => !!argument(args, 0);
functions['Date.now'] = plain(Date.now);
functions['performance.now'] = plain(performance.now.bind(performance));
functions['String'] = (args, budget) => {
  const value = argument(args, 0);
  if (args.length === 0) return '';
  return reflectApply(toText, undefined, [typeof value === 'symbol' ? value : toPrimitive(value, theArgument, budget)]);
};
functions['BigInt'] = (args, budget) => {
  const value = toPrimitive(argument(args, 0), theArgument, budget);
  if (typeof value === 'string' && value.length > 1_000) {
    throw new EvaluationFailure('`BigInt` of a text longer than 1000 characters is not made.');
  }
  return checkBigint(bigintOf(value));
};
for (const name of ['isInteger', 'isSafeInteger', 'isFinite', 'isNaN'] as const) {
  const test = Number[name];
  functions['Number.' + name] = (args) => test(argument(args, 0));
}
for (const name of words('abs cbrt ceil exp floor hypot log log10 log2 max min pow round sign sqrt trunc')) {
  functions['Math.' + name] = overPrimitives(Math[name as 'max']);
}
functions['Number'] = overPrimitives(Number);
functions['isNaN'] = overPrimitives(isNaN);
functions['isFinite'] = overPrimitives(isFinite);
functions['parseInt'] = functions['Number.parseInt'] = overPrimitives(parseInt);
functions['parseFloat'] = functions['Number.parseFloat'] = overPrimitives(parseFloat);

const toText = String;
const toBigint = BigInt;
const theArgument = () => 'the argument';

/** V8's own sentence would hold the value, which may be a secret. */
function bigintOf(value: unknown): bigint {
  try {
    return toBigint(value as string);
  } catch {
    throw new EvaluationFailure('the argument of `BigInt` is not a whole number.');
  }
}

/** Not read past the end, where Array.prototype would be asked. */
const argument = (args: readonly unknown[], index: number): unknown => (index < args.length ? args[index] : undefined);

function plain(read: () => number): Function {
  return () => read();
}

function overPrimitives(compute: (...args: never[]) => unknown): Function {
  return (args, budget) => {
    for (let i = 0; i < args.length; i++) toPrimitive(args[i], theArgument, budget);
    return reflectApply(compute, undefined, args);
  };
}

function checked(value: unknown): object {
  if (!isObject(value)) throw new EvaluationFailure('the argument is not an object.');
  if (isProxy(value)) throw new EvaluationFailure('the argument is a proxy; reading it would run its code.');
  return value;
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
