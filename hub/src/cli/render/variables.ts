import { assertNever, type ObjectValue, type Property, type Value } from '@stillframe/protocol';
import {
  cutText,
  headText,
  resolveRef,
  valueText,
  valueTone,
  visibleText,
  type CaptureObjects,
} from '@stillframe/protocol/reading';
import type { Palette } from './palette.ts';

/** Objects that fit are written on one line. */
const inlineLength = 72;
const leafLength = 200;
const maxNesting = 20;

/** A tree of named values, a line each. Text of the other process cannot leave its line: see visibleText. */
export function renderVariables(
  variables: readonly Property[],
  objects: CaptureObjects,
  palette: Palette,
  indent: string,
): readonly string[] {
  const lines: string[] = [];
  const shared = sharedIds(variables, objects);

  const add = (name: string, value: Value, at: string, depth: number) => {
    const coloured = paint(palette, value, objects);
    const write = (text: string, note = '') => void lines.push(`${at}${name}  ${coloured(text)}${palette.faint(note)}`);
    if (value.t !== 'object' || depth > maxNesting) {
      const target = resolveRef(value, objects);
      if (value.t === 'ref' && target.t === 'object') write(headText(target, objects), ` ↑ see #${target.id}`);
      else write(valueText(value, objects, leafLength));
      return;
    }
    const mark = shared.has(value.id) ? ` #${value.id}` : '';
    const oneLine = valueText(value, objects, inlineLength);
    if (isFlat(value, objects) && oneLine.length <= inlineLength) {
      write(oneLine, mark);
      return;
    }
    write(headText(value, objects, leafLength), mark);
    const deeper = `${at}  `;
    value.items?.forEach((item, index) => add(palette.faint(String(index)), item, deeper, depth + 1));
    for (const [key, item] of value.entries ?? []) {
      add(`${valueText(key, objects, 40)}${palette.faint(' →')}`, item, deeper, depth + 1);
    }
    for (const property of value.props) add(nameOf(property, palette), property.v, deeper, depth + 1);
    if (value.cut !== undefined) lines.push(deeper + palette.faint(`… ${cutText(value.cut)}`));
  };

  for (const variable of variables) add(nameOf(variable, palette), variable.v, indent, 0);
  return lines;
}

const nameOf = (property: Property, palette: Palette) =>
  (property.hidden === true ? palette.faint : palette.cyan)(visibleText(property.k.slice(0, leafLength)));

function paint(palette: Palette, value: Value, objects: CaptureObjects): (text: string) => string {
  const tone = valueTone(value, objects);
  switch (tone) {
    case 'number':
    case 'boolean':
      return palette.yellow;
    case 'string':
      return palette.green;
    case 'error':
      return palette.red;
    case 'type':
      return palette.bold;
    case 'faint':
      return palette.faint;
    default:
      return assertNever(tone);
  }
}

/** Nothing below it that one line would hide. */
function isFlat(value: ObjectValue, objects: CaptureObjects): boolean {
  if (value.cut !== undefined) return false;
  const children = [...(value.items ?? []), ...(value.entries ?? []).flat(), ...value.props.map(({ v }) => v)];
  if (value.text !== undefined && children.length > 0) return false;
  return children.every((child) => resolveRef(child, objects).t !== 'object') && value.props.every((p) => !p.hidden);
}

/** Objects that some ref points to: they are marked, so that the ref can be followed. */
function sharedIds(variables: readonly Property[], objects: CaptureObjects): ReadonlySet<number> {
  const ids = new Set<number>();
  const queue = variables.map(({ v }) => v);
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (value.t === 'ref' && objects.has(value.id)) ids.add(value.id);
    if (value.t !== 'object') continue;
    for (const { v } of value.props) queue.push(v);
    for (const item of value.items ?? []) queue.push(item);
    for (const entry of value.entries ?? []) queue.push(...entry);
  }
  return ids;
}
