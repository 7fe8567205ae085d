import type { Value } from '@stillframe/protocol';

/** What a reference can be to. */
type Referable = Extract<Value, { readonly t: 'object' | 'function' }>;

/**
 * Values that are read but not shown. What is shown may be a reference to an object in one of them: then that object is put
 * there, where it is met first.
 */
export type LeftOut = {
  add(value: Value): void;
  /** The value as it is shown. Values are to be given in the order they are shown in. */
  restored(value: Value): Value;
};

export function createLeftOut(): LeftOut {
  const objects = new Map<number, Referable>();

  const each = (value: Value, visit: (object: Referable) => void): void => {
    if (value.t === 'object' || value.t === 'function') visit(value);
    if (value.t !== 'object') return;
    for (const { v } of value.props) each(v, visit);
    for (const item of value.items ?? []) each(item, visit);
    for (const entry of value.entries ?? []) for (const part of entry) each(part, visit);
  };

  const restored = (value: Value): Value => {
    if (value.t === 'ref') {
      const object = objects.get(value.id);
      if (object === undefined) return value;
      each(object, ({ id }) => objects.delete(id));
      return restored(object);
    }
    if (value.t !== 'object') return value;
    return {
      ...value,
      props: value.props.map((property) => ({ ...property, v: restored(property.v) })),
      ...(value.items && { items: value.items.map(restored) }),
      ...(value.entries && { entries: value.entries.map(([key, entry]) => [restored(key), restored(entry)] as const) }),
    };
  };

  return {
    add: (value) => each(value, (object) => objects.set(object.id, object)),
    restored: (value) => (objects.size === 0 ? value : restored(value)),
  };
}
