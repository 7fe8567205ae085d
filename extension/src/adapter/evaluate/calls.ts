import { type ObjectValue, pureMethods } from '@stillframe/protocol';
import { type CaptureObjects, headText } from '@stillframe/protocol/reading';
import {
  isPrimitive,
  type LiveValue,
  madeArray,
  NotCaptured,
  type Primitive,
  primitiveOf,
  refuseUnknown,
  toLive,
} from './liveValue.ts';
import { hasOwnMember } from './members.ts';

/** `object.method(...args)` for the listed built-ins, run here over copies of the captured values. */
export function callMethod(
  object: LiveValue,
  method: string,
  args: readonly LiveValue[],
  objects: CaptureObjects,
): LiveValue {
  refuseUnknown(object);
  if (object === null || object === undefined) throw new NotCaptured(`\`${method}\` is called on ${String(object)}.`);
  if (isPrimitive(object)) return callPrimitive(object, method, args, objects);
  if (object.t !== 'object') throw new NotCaptured(`${headText(object, objects)} has no listed method \`${method}\`.`);
  switch (object.kind) {
    case 'array':
    case 'typedarray':
    case 'arguments':
      if (isListed('array', method))
        return answer(Reflect.apply(ownMethod([], method), itemsOf(object, objects), args));
      break;
    case 'map':
      if (isListed('map', method)) return readMap(object, method, args[0], objects);
      break;
    case 'set':
      if (isListed('set', method)) return itemsOf(object, objects).includes(args[0]);
      break;
    case 'date': {
      const date = new Date(object.text ?? NaN);
      if (isListed('date', method)) return answer(Reflect.apply(ownMethod(date, method), date, args));
      break;
    }
    default:
  }
  if (method === 'hasOwnProperty') return hasOwnMember(object, String(primitiveOf(args[0], objects)));
  throw new NotCaptured(`${headText(object, objects)} has no listed method \`${method}\`.`);
}

/** `Math.max(…)` and its like. */
export function callStatic(name: string, args: readonly LiveValue[], objects: CaptureObjects): LiveValue {
  const [first, second] = args;
  const object = first !== undefined && !isPrimitive(first) && first.t === 'object' ? first : undefined;
  switch (name) {
    case 'Date.now':
    case 'performance.now':
      throw new NotCaptured(`\`${name}\` would give the time now, not the time of the capture.`);
    case 'Array.isArray':
      return object?.kind === 'array';
    case 'Object.is':
      return Object.is(first, second);
    case 'Object.hasOwn':
      return object !== undefined && hasOwnMember(object, String(primitiveOf(second, objects)));
    case 'Object.keys':
      if (object === undefined || object.items !== undefined || object.cut !== undefined)
        throw new NotCaptured('`Object.keys` needs an object that was captured whole.');
      return madeArray(
        object.props.flatMap(({ k, symbol, hidden }) => (symbol === true || hidden === true ? [] : [k])),
      );
    default:
      return answer(
        Reflect.apply(
          globalFunction(name),
          undefined,
          args.map((arg) => primitiveOf(arg, objects)),
        ),
      );
  }
}

function callPrimitive(
  object: NonNullable<Primitive>,
  method: string,
  args: readonly LiveValue[],
  objects: CaptureObjects,
): LiveValue {
  const kind = typeof object;
  if ((kind !== 'string' && kind !== 'number' && kind !== 'bigint' && kind !== 'boolean') || !isListed(kind, method))
    throw new NotCaptured(`a ${kind} has no listed method \`${method}\`.`);
  return answer(
    Reflect.apply(
      ownMethod(Object(object) as object, method),
      object,
      args.map((arg) => primitiveOf(arg, objects)),
    ),
  );
}

function readMap(map: ObjectValue, method: string, key: LiveValue, objects: CaptureObjects): LiveValue {
  const found = (map.entries ?? []).find(([each]) => sameKey(toLive(each, objects), key));
  if (found !== undefined) return method === 'has' ? true : toLive(found[1], objects);
  if (map.cut !== undefined) throw new NotCaptured('this key is not among the entries that were captured.');
  return method === 'has' ? false : undefined;
}

const sameKey = (a: LiveValue, b: LiveValue): boolean => a === b || (a !== a && b !== b);

function itemsOf(list: ObjectValue, objects: CaptureObjects): LiveValue[] {
  if (list.cut !== undefined)
    throw new NotCaptured(`it needs all items, and ${headText(list, objects)} was captured in part.`);
  return (list.items ?? []).flatMap((item) =>
    item.t === 'hole' ? Array.from<undefined>({ length: Math.min(item.count, maxHoles) }) : [toLive(item, objects)],
  );
}

/** A hostile capture may claim any number of holes. */
const maxHoles = 10_000;

function ownMethod(receiver: object, method: string): CallableFunction {
  return functionOf(Reflect.get(receiver, method), method);
}

function globalFunction(name: string): CallableFunction {
  const [first = '', second] = name.split('.');
  const value: unknown = Reflect.get(globalThis, first);
  return functionOf(second === undefined ? value : Reflect.get(Object(value) as object, second), name);
}

function functionOf(value: unknown, name: string): CallableFunction {
  if (typeof value === 'function') return value;
  throw new NotCaptured(`\`${name}\` is not one of the functions that may be called.`);
}

/** What a built-in gave: a primitive, one of the captured values it was handed, or an array of those. */
function answer(result: unknown): LiveValue {
  return Array.isArray(result) ? madeArray(result as LiveValue[]) : (result as LiveValue);
}

function isListed(kind: keyof typeof pureMethods, method: string): boolean {
  const listed: readonly string[] = pureMethods[kind];
  return listed.includes(method);
}
