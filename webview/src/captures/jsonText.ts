import type { ObjectValue, Value } from '@stillframe/protocol';
import { type CaptureObjects, cutText, headText, resolveRef } from '@stillframe/protocol/reading';
import { repeated } from './repeated.ts';

/**
 * A value as JSON, indented. What JSON has no word for becomes text (`"NaN"`, `"•••"`, dates as ISO), `undefined` members
 * are left out as `JSON.stringify` does, maps become lists of pairs, and a second sight of an object names the first.
 */
export function jsonText(value: Value, objects: CaptureObjects): string {
  const written = new Set<number>();
  const plain = (value: Value): unknown => {
    const seen = resolveRef(value, objects);
    switch (seen.t) {
      case 'null':
      case 'undefined':
      case 'hole':
        return null;
      case 'boolean':
      case 'number':
      case 'string':
      case 'bigint':
        return seen.v;
      case 'object':
        return written.has(seen.id) ? `[the same ${headText(seen, objects)} as above]` : object(seen);
      default:
        return headText(seen, objects);
    }
  };
  const object = (value: ObjectValue): unknown => {
    written.add(value.id);
    if (isAtomic(value)) return value.text ?? headText(value, objects);
    const rest = value.cut === undefined ? [] : [`… ${cutText(value.cut)}`];
    if (value.items !== undefined) return [...value.items.flatMap((item) => repeated(item).map(plain)), ...rest];
    if (value.entries !== undefined) return [...value.entries.map(([key, item]) => [plain(key), plain(item)]), ...rest];
    // Entries, not assignments: a key may be `__proto__`.
    return Object.fromEntries([
      ...value.props.filter(({ symbol, v }) => symbol !== true && v.t !== 'undefined').map(({ k, v }) => [k, plain(v)]),
      ...rest.map((text) => ['…', text]),
    ]);
  };
  return JSON.stringify(plain(value), null, 2);
}

/** Objects that their text says all about. */
const isAtomic = ({ kind }: ObjectValue): boolean =>
  kind === 'date' || kind === 'regexp' || kind === 'error' || kind === 'boxed';
