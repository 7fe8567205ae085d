import type { ObjectValue, Value } from '@stillframe/protocol';
import { type CaptureObjects, cutText, headText } from '@stillframe/protocol/reading';
import { isPrimitive, type LiveValue, NotCaptured, primitiveOf, refuseUnknown, toLive } from './liveValue.ts';

/** `object[key]` over captured values; throws NotCaptured rather than guess. */
export function readMember(object: LiveValue, key: LiveValue, objects: CaptureObjects): LiveValue {
  const name = String(primitiveOf(key, objects));
  if (object === null || object === undefined) throw new NotCaptured(`\`${name}\` is read of ${String(object)}.`);
  if (isPrimitive(object)) return primitiveMember(object, name);
  if (object.t === 'string' && name === 'length') return object.length;
  refuseUnknown(object);
  if (object.t === 'function' && name === 'name') return object.name;
  if (object.t !== 'object') throw new NotCaptured(`members of ${headText(object, objects)} are not captured.`);
  const own = ownMember(object, name);
  if (own !== undefined) return toLive(own, objects);
  return missingMember(object, name, objects);
}

/** Whether the object itself has the key, as far as captured. */
export function hasOwnMember(object: ObjectValue, name: string): boolean {
  if (ownMember(object, name) !== undefined) return true;
  if (object.cut !== undefined) throw new NotCaptured(`\`${name}\` may be among what was cut: ${cutText(object.cut)}.`);
  return false;
}

function primitiveMember(value: string | number | bigint | boolean, name: string): LiveValue {
  if (typeof value !== 'string') return undefined;
  if (name === 'length') return value.length;
  return isIndex(name) ? value[Number(name)] : undefined;
}

function ownMember(object: ObjectValue, name: string): Value | undefined {
  if (object.items !== undefined && object.kind !== 'set' && isIndex(name)) {
    const item = itemAt(object.items, Number(name));
    if (item !== undefined) return item;
  }
  return object.props.find((property) => property.k === name && property.symbol !== true)?.v;
}

/** Items with their holes counted. */
function itemAt(items: readonly Value[], index: number): Value | undefined {
  let at = 0;
  for (const item of items) {
    at += item.t === 'hole' ? item.count : 1;
    if (index < at) return item;
  }
  return undefined;
}

function missingMember(object: ObjectValue, name: string, objects: CaptureObjects): LiveValue {
  const isList = object.kind === 'array' || object.kind === 'typedarray' || object.kind === 'arguments';
  if (name === 'length' && isList) return object.size ?? object.items?.length;
  if (name === 'size' && (object.kind === 'map' || object.kind === 'set')) return object.size;
  if (name === 'message' && object.kind === 'error') return object.text;
  if (name === 'name' && object.kind === 'error') return object.name;
  if (object.cut !== undefined)
    throw new NotCaptured(
      `\`${name}\` is not among what was captured of ${headText(object, objects)} (${cutText(object.cut)}).`,
    );
  if (object.name !== 'Object' && object.kind === 'object')
    throw new NotCaptured(
      `${headText(object, objects)} has no \`${name}\` of its own, and inherited members are not captured.`,
    );
  return undefined;
}

const isIndex = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);
