import type { Capture } from '../capture.ts';
import type { ObjectValue, Value } from '../value.ts';

export type FunctionValue = Extract<Value, { readonly t: 'function' }>;
/** What a `ref` can point to, by id. */
export type CaptureObjects = ReadonlyMap<number, ObjectValue | FunctionValue>;

/** Every object and function of a capture by its id, to follow refs with. */
export function captureObjects(capture: Pick<Capture, 'frames' | 'watches'>): CaptureObjects {
  const objects = new Map<number, ObjectValue | FunctionValue>();
  const queue: Value[] = [];
  for (const watch of capture.watches) if (watch.value !== undefined) queue.push(watch.value);
  for (const frame of capture.frames) {
    if (frame.thisValue !== undefined) queue.push(frame.thisValue);
    for (const scope of frame.scopes ?? []) for (const variable of scope.variables) queue.push(variable.v);
  }
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (value.t === 'function') objects.set(value.id, value);
    if (value.t !== 'object') continue;
    objects.set(value.id, value);
    for (const property of value.props) queue.push(property.v);
    for (const item of value.items ?? []) queue.push(item);
    for (const entry of value.entries ?? []) queue.push(...entry);
  }
  return objects;
}

/** The value itself, or what it refers to; a ref to an object the capture does not hold stays as it is. */
export function resolveRef(value: Value, objects: CaptureObjects): Value {
  return value.t === 'ref' ? (objects.get(value.id) ?? value) : value;
}
