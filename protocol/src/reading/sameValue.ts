import type { ObjectValue, Property, Value } from '../value.ts';
import { type CaptureObjects, resolveRef } from './captureObjects.ts';

/** Tells whether a value of one capture equals a value of another, by content; identities and cycles are followed. */
export type Comparison = (current: Value, previous: Value) => boolean;

/** Compares values of two captures; each pair of objects is walked once, so asking for every row of a tree is cheap. */
export function createComparison(current: CaptureObjects, previous: CaptureObjects): Comparison {
  const known = new Map<string, boolean>();
  // The pairs taken for equal, in the order they were met.
  const assumed: string[] = [];

  const same = (left: Value, right: Value): boolean => {
    const a = resolveRef(left, current);
    const b = resolveRef(right, previous);
    if (a.t !== 'object' || b.t !== 'object') return sameLeaf(a, b);
    const pair = `${a.id}:${b.id}`;
    const before = known.get(pair);
    if (before !== undefined) return before;
    // A pair met again inside itself is a cycle: it is equal unless something else differs.
    const from = assumed.push(pair) - 1;
    known.set(pair, true);
    if (sameObject(a, b)) return true;
    // Verdicts below a cycle were made on that assumption; now that it fails they may be too kind, so they are dropped.
    for (const key of assumed.splice(from)) known.delete(key);
    known.set(pair, false);
    return false;
  };

  const sameObject = (a: ObjectValue, b: ObjectValue): boolean =>
    a.kind === b.kind &&
    a.name === b.name &&
    a.size === b.size &&
    a.text === b.text &&
    sameProperties(a.props, b.props) &&
    sameList(a.items ?? [], b.items ?? []) &&
    sameList((a.entries ?? []).flat(), (b.entries ?? []).flat());

  const sameProperties = (a: readonly Property[], b: readonly Property[]): boolean => {
    if (a.length !== b.length) return false;
    const byKey = new Map(b.map((property) => [propertyKey(property), property.v]));
    return a.every((property) => {
      const other = byKey.get(propertyKey(property));
      return other !== undefined && same(property.v, other);
    });
  };

  const sameList = (a: readonly Value[], b: readonly Value[]): boolean =>
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && same(item, other);
    });

  return same;
}

/** A property's identity inside its object: symbols and strings of the same text are different keys. */
export const propertyKey = (property: Property): string => (property.symbol === true ? '@' : '.') + property.k;

function sameLeaf(a: Value, b: Value): boolean {
  if (a.t !== b.t) return false;
  if (a.t === 'function' && b.t === 'function') return a.name === b.name;
  // The rest is plain and small, with its keys always in the schema's order.
  return a.t === 'ref' || JSON.stringify(a) === JSON.stringify(b);
}
