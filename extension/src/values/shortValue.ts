import type { Value } from '@stillframe/protocol';
import { headText, resolveRef, visibleText, type CaptureObjects } from '@stillframe/protocol/reading';
import { clip } from './clip.ts';

/**
 * A value for the end of a line of code, at most `maxLength` characters: primitives as they are, objects only named,
 * `User {…}`, `(3) […]`. Safe to show anywhere.
 */
export function shortValue(value: Value, objects: CaptureObjects, maxLength = 24): string {
  const seen = resolveRef(value, objects);
  if (seen.t === 'string') {
    const text = clip(visibleText(seen.v.slice(0, maxLength)), maxLength - 2);
    return seen.v.length > maxLength && !text.endsWith('…') ? `'${clip(text, maxLength - 3)}…'` : `'${text}'`;
  }
  if (seen.t !== 'object') return clip(headText(seen, objects, maxLength), maxLength);
  const isEmpty = seen.props.length === 0 && seen.cut === undefined;
  if (seen.kind === 'array') return seen.size === 0 && isEmpty ? '[]' : `(${seen.size ?? seen.items?.length ?? 0}) […]`;
  if (seen.kind !== 'object') return clip(headText(seen, objects, maxLength), maxLength);
  const body = isEmpty ? '{}' : '{…}';
  return seen.name === 'Object' || seen.name === '' ? body : `${clip(visibleText(seen.name), maxLength - 4)} ${body}`;
}
