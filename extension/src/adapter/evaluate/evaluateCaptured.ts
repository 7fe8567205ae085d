import {
  assertNever,
  type BinaryOperator,
  expressionFailed,
  type Frame,
  type Node,
  parseExpression,
  type UserError,
  type Value,
} from '@stillframe/protocol';
import { type CaptureObjects, headText, visibleText } from '@stillframe/protocol/reading';
import { arithmetic } from './arithmetic.ts';
import { callMethod, callStatic } from './calls.ts';
import {
  fromLive,
  isPrimitive,
  isTruthy,
  type LiveValue,
  madeArray,
  NotCaptured,
  primitiveOf,
  refuseUnknown,
  toLive,
} from './liveValue.ts';
import { hasOwnMember, readMember } from './members.ts';

export type Evaluated =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: UserError };

/** The value of an expression in a captured frame: the probe's own subset of JavaScript, over what was captured. */
export function evaluateCaptured(text: string, frame: Frame, objects: CaptureObjects): Evaluated {
  const parsed = parseExpression(text);
  if (!parsed.ok) return parsed;
  const { body, names } = parsed.value;
  try {
    return { ok: true, value: fromLive(evaluate(body, { names, frame, objects })) };
  } catch (error) {
    if (error instanceof NotCaptured) return { ok: false, error: expressionFailed(text, error.message) };
    // Our operators throw as JavaScript's do: BigInt with Number, a RangeError of toFixed.
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
      return { ok: false, error: expressionFailed(text, `${error.message}.`) };
    throw error;
  }
}

type Context = { readonly names: readonly string[]; readonly frame: Frame; readonly objects: CaptureObjects };

/** Ends the innermost optional chain with undefined. */
const chainEnd: unique symbol = Symbol('chain end');

function evaluate(node: Node, context: Context): LiveValue {
  const result = step(node, context);
  return result === chainEnd ? undefined : result;
}

function step(node: Node, context: Context): LiveValue | typeof chainEnd {
  const { objects } = context;
  switch (node.op) {
    case 'literal':
      return node.value;
    case 'bigint':
      return BigInt(node.digits);
    case 'name':
      return lookUp(context.names[node.index] ?? '', context);
    case 'this':
      if (context.frame.thisValue === undefined) throw new NotCaptured('`this` was not captured in this frame.');
      return toLive(context.frame.thisValue, objects);
    case 'member': {
      const object = step(node.object, context);
      if (object === chainEnd || (node.optional && (object === null || object === undefined))) return chainEnd;
      return readMember(object, evaluate(node.key, context), objects);
    }
    case 'call': {
      const object = step(node.object, context);
      if (object === chainEnd || (node.optional && (object === null || object === undefined))) return chainEnd;
      return callMethod(
        object,
        node.method,
        node.args.map((arg) => evaluate(arg, context)),
        objects,
      );
    }
    case 'static':
      return callStatic(
        node.name,
        node.args.map((arg) => evaluate(arg, context)),
        objects,
      );
    case 'array':
      return madeArray(node.items.map((item) => evaluate(item, context)));
    case 'chain':
      return evaluate(node.body, context);
    case 'unary':
      return unary(node, context);
    case 'binary':
      return binary(node.operator, evaluate(node.left, context), evaluate(node.right, context), objects);
    case 'logical':
      return logical(node, context);
    case 'conditional':
      return evaluate(isTruthy(evaluate(node.test, context)) ? node.yes : node.no, context);
    case 'template':
      return node.texts.map((text, index) => text + templatePart(node.parts[index], context)).join('');
    default:
      return assertNever(node);
  }
}

function lookUp(name: string, { frame, objects }: Context): LiveValue {
  for (const scope of frame.scopes ?? []) {
    const variable = scope.variables.find(({ k }) => k === name);
    if (variable !== undefined) return toLive(variable.v, objects);
  }
  const where = visibleText(frame.name) || 'this frame';
  if (frame.scopes === undefined) throw new NotCaptured(`the variables of ${where} were not captured.`);
  throw new NotCaptured(
    `\`${visibleText(name)}\` is not among the captured variables of ${where}. Add a watch expression to the probe to ask for it.`,
  );
}

function unary(node: Extract<Node, { readonly op: 'unary' }>, context: Context): LiveValue {
  const live = evaluate(node.argument, context);
  switch (node.operator) {
    case '!':
      return !isTruthy(live);
    case 'typeof':
      return typeOf(live);
    case 'void':
      return undefined;
    case '-': {
      const value = primitiveOf(live, context.objects);
      return typeof value === 'bigint' ? -value : -Number(value);
    }
    case '~': {
      const value = primitiveOf(live, context.objects);
      return typeof value === 'bigint' ? ~value : ~Number(value);
    }
    case '+': {
      const value = primitiveOf(live, context.objects);
      if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
      return Number(value);
    }
    default:
      return assertNever(node.operator);
  }
}

function typeOf(live: LiveValue): string {
  if (isPrimitive(live)) return typeof live;
  if (live.t !== 'string') refuseUnknown(live);
  return live.t === 'object' || live.t === 'function' || live.t === 'symbol' || live.t === 'string' ? live.t : 'object';
}

function logical(node: Extract<Node, { readonly op: 'logical' }>, context: Context): LiveValue {
  const left = evaluate(node.left, context);
  const keepsLeft =
    node.operator === '??' ? left !== null && left !== undefined : isTruthy(left) === (node.operator === '||');
  return keepsLeft ? left : evaluate(node.right, context);
}

function binary(operator: BinaryOperator, left: LiveValue, right: LiveValue, objects: CaptureObjects): LiveValue {
  switch (operator) {
    case '===':
    case '!==':
      return same(left, right) === (operator === '===');
    case '==':
    case '!=':
      return looselySame(left, right, objects) === (operator === '==');
    case 'in':
      if (isPrimitive(right) || right.t !== 'object') throw new NotCaptured('the right side of `in` is not an object.');
      return hasOwnMember(right, String(primitiveOf(left, objects)));
    case 'instanceof':
      return isInstance(left, right, objects);
    default:
      return arithmetic(operator, primitiveOf(left, objects), primitiveOf(right, objects));
  }
}

function same(left: LiveValue, right: LiveValue): boolean {
  refuseUnknown(left);
  refuseUnknown(right);
  return left === right;
}

function looselySame(left: LiveValue, right: LiveValue, objects: CaptureObjects): boolean {
  if (left === null || left === undefined || right === null || right === undefined)
    return (left ?? right ?? null) === null;
  if (!isPrimitive(left) && !isPrimitive(right)) return same(left, right);
  // eslint-disable-next-line eqeqeq -- it is what was asked for
  return primitiveOf(left, objects) == primitiveOf(right, objects);
}

function isInstance(left: LiveValue, right: LiveValue, objects: CaptureObjects): boolean {
  if (isPrimitive(left)) return false;
  refuseUnknown(left);
  if (isPrimitive(right) || right.t !== 'function')
    throw new NotCaptured('the right side of `instanceof` is not a class.');
  if (left.t === 'object' && left.name === right.name) return true;
  throw new NotCaptured(`${headText(left, objects)} may inherit from ${right.name}; what it inherits is not captured.`);
}

function templatePart(node: Node | undefined, context: Context): string {
  if (node === undefined) return '';
  const live = evaluate(node, context);
  return isPrimitive(live) ? String(live) : headText(fromLive(live), context.objects);
}
