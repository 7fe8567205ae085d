import type { ObjectValue, Value } from '@stillframe/protocol';
import { type CaptureObjects, cutText, headText, resolveRef, visibleText } from '@stillframe/protocol/reading';

/** What copying a value puts on the clipboard: strings as they are, the rest as indented, JSON-like text. */
export function copyText(value: Value, objects: CaptureObjects): string {
  const seen = resolveRef(value, objects);
  return seen.t === 'string' ? seen.v : pretty(seen, objects, '', new Set());
}

// Objects are written once: a second sight, in a cycle or shared, names the first. So the text cannot explode.
function pretty(value: Value, objects: CaptureObjects, indent: string, written: Set<number>): string {
  const seen = resolveRef(value, objects);
  if (seen.t === 'string') return JSON.stringify(seen.v);
  if (seen.t !== 'object') return headText(seen, objects);
  if (written.has(seen.id)) return `[the same ${headText(seen, objects)} as above]`;
  written.add(seen.id);
  const inner = `${indent}  `;
  const lines = [
    ...(seen.items ?? []).map((item) => pretty(item, objects, inner, written)),
    ...(seen.entries ?? []).map(
      ([key, item]) => `${pretty(key, objects, inner, written)} => ${pretty(item, objects, inner, written)}`,
    ),
    ...seen.props.map(({ k, v }) => `${JSON.stringify(k)}: ${pretty(v, objects, inner, written)}`),
    ...(seen.cut === undefined ? [] : [`… ${cutText(seen.cut)}`]),
  ];
  const head = headOf(seen, objects);
  const [open, close] = seen.items === undefined ? '{}' : '[]';
  if (lines.length === 0) return seen.text === undefined ? `${head}${open}${close}` : headText(seen, objects);
  return `${head}${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`;
}

function headOf(value: ObjectValue, objects: CaptureObjects): string {
  const isPlain = (value.kind === 'object' && value.name === 'Object') || value.kind === 'array';
  return isPlain ? '' : `${visibleText(headText(value, objects))} `;
}
