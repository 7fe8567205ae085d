import { assertNever } from '../assertNever.ts';
import type { Cut, ObjectValue, UnavailableReason, Value } from '../value.ts';
import { type CaptureObjects, resolveRef } from './captureObjects.ts';
import { visibleText } from './visibleText.ts';

/** The classes of values that people read in different colours. */
export type ValueTone = 'number' | 'string' | 'boolean' | 'error' | 'type' | 'faint';

/**
 * One line about a value, at most about `maxLength` characters: `42.5`, `'abc'`, `Cart {lines: Array(3), total: NaN}`.
 * Objects show their first members, `depth` levels deep. Safe to show: see visibleText.
 */
export function valueText(value: Value, objects: CaptureObjects, maxLength = 100, depth = 1): string {
  return clip(describe(value, objects, maxLength, depth), maxLength);
}

/** Like valueText without the members: `Cart`, `Array(3)`, `Map(2)`, `Error: no stock`. */
export function headText(value: Value, objects: CaptureObjects, maxLength = 100): string {
  return clip(describe(value, objects, maxLength, 0), maxLength);
}

/** How a value is coloured. */
export function valueTone(value: Value, objects: CaptureObjects): ValueTone {
  const seen = resolveRef(value, objects);
  switch (seen.t) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
    case 'symbol':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'undefined':
    case 'null':
    case 'hole':
    case 'accessor':
    case 'redacted':
    case 'unavailable':
    case 'ref':
      return 'faint';
    case 'function':
      return 'type';
    case 'object':
      return seen.kind === 'error' ? 'error' : seen.kind === 'regexp' || seen.kind === 'date' ? 'string' : 'type';
    default:
      return assertNever(seen);
  }
}

/** What is missing of an object and why, as a sentence without a full stop: `950 more properties`. */
export function cutText(cut: Cut): string {
  const count = cut.missing === undefined ? 'more' : `${grouped(cut.missing)} more`;
  switch (cut.reason) {
    case 'properties':
      return `${count} ${cut.missing === 1 ? 'property' : 'properties'}`;
    case 'items':
      return `${count} ${cut.missing === 1 ? 'item' : 'items'}`;
    case 'depth':
      return 'not captured: deeper than the depth limit';
    case 'bytes':
      return 'the rest was cut: the capture reached its size limit';
    case 'time':
      return 'the rest was cut: the capture reached its time limit';
    default:
      return assertNever(cut.reason);
  }
}

/** Why a value could not be read, in words. */
export function unavailableText(reason: UnavailableReason): string {
  switch (reason) {
    case 'uninitialised':
      return 'not initialised yet';
    case 'removed':
      return 'removed by the build or the engine';
    case 'depth':
      return 'deeper than the depth limit';
    case 'bytes':
      return 'not captured: size limit reached';
    case 'time':
      return 'not captured: time limit reached';
    case 'failed':
      return 'could not be read';
    default:
      return assertNever(reason);
  }
}

/** What stands in the place of a hidden value: `•••` under a sensitive name, else `‹redacted: card number›`. */
export function redactedText({ reason, what, type }: Extract<Value, { t: 'redacted' }>): string {
  if (reason === 'name' && what === undefined) return '•••';
  return `‹redacted${type === undefined ? '' : ` ${type}`}: ${visibleText(what ?? reason)}›`;
}

/** A string in quotes on one line, safe to show; cut to `maxLength` with `…`. */
export function quotedText(text: string, maxLength: number): string {
  const shown = text.slice(0, maxLength).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `'${visibleText(shown)}${text.length > maxLength ? '…' : ''}'`;
}

/** `1234567` as `1,234,567`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

function describe(value: Value, objects: CaptureObjects, room: number, depth: number): string {
  const seen = resolveRef(value, objects);
  switch (seen.t) {
    case 'undefined':
      return 'undefined';
    case 'null':
      return 'null';
    case 'boolean':
    case 'number':
      return Object.is(seen.v, -0) ? '-0' : String(seen.v);
    case 'bigint':
      return `${visibleText(seen.v.slice(0, room))}n`;
    case 'string':
      return quoted(seen.v, seen.length, room);
    case 'symbol':
      return visibleText(seen.v.slice(0, room));
    case 'function':
      return `${seen.isClass === true ? 'class' : 'ƒ'} ${visibleText(seen.name.slice(0, room)) || '(anonymous)'}`;
    case 'ref':
      return '(not captured)';
    case 'hole':
      return seen.count === 1 ? '(empty)' : `(${grouped(seen.count)} empty items)`;
    case 'accessor':
      return seen.get ? '(getter, not run)' : '(setter only)';
    case 'redacted':
      return redactedText(seen);
    case 'unavailable':
      return `(${unavailableText(seen.reason)})`;
    case 'object':
      return describeObject(seen, objects, room, depth);
    default:
      return assertNever(seen);
  }
}

function describeObject(value: ObjectValue, objects: CaptureObjects, room: number, depth: number): string {
  const head = objectHead(value, room);
  if (depth === 0 || hasNoBody.has(value.kind)) return head;
  const parts: string[] = [];
  let length = head.length;
  const isList = value.items !== undefined;
  const add = (part: string): boolean => {
    parts.push(part);
    length += part.length + 2;
    return length <= room;
  };
  const isComplete =
    (value.items ?? []).every((item) => add(describe(item, objects, room, depth - 1))) &&
    (value.entries ?? []).every(([key, item]) =>
      add(`${describe(key, objects, room, 0)} => ${describe(item, objects, room, depth - 1)}`),
    ) &&
    value.props
      .filter((property) => property.hidden !== true)
      .every((property) =>
        add(`${visibleText(property.k.slice(0, room))}: ${describe(property.v, objects, room, depth - 1)}`),
      );
  if (!isComplete || value.cut !== undefined) parts.push('…');
  const body = parts.join(', ');
  if (isList) return `${head} [${body}]`;
  return head === 'Object' ? `{${body}}` : `${head} {${body}}`;
}

const hasNoBody: ReadonlySet<string> = new Set(['date', 'regexp', 'error', 'boxed', 'weakref', 'weakmap', 'weakset']);

function objectHead(value: ObjectValue, room: number): string {
  const name = visibleText(value.name.slice(0, room)) || (value.kind === 'object' ? 'Object(null)' : value.kind);
  const text = value.text === undefined ? undefined : visibleText(value.text.slice(0, room));
  switch (value.kind) {
    case 'date':
    case 'regexp':
      return text ?? name;
    case 'error':
      return text === undefined || text === '' ? name : text.startsWith(name) ? text : `${name}: ${text}`;
    case 'boxed':
    case 'promise':
      return text === undefined ? name : `${name} (${text})`;
    case 'proxy':
      return `Proxy${text === undefined ? '' : ` (${text})`}`;
    default:
      return value.size === undefined ? name : `${name}(${grouped(value.size)})`;
  }
}

function quoted(text: string, fullLength: number | undefined, room: number): string {
  const length = fullLength ?? text.length;
  return length > Math.min(room, text.length)
    ? `${quotedText(text, room)} (${grouped(length)} characters)`
    : quotedText(text, room);
}

function clip(text: string, maxLength: number): string {
  // Room for the words that say how much was cut.
  return text.length > maxLength + 40 ? `${text.slice(0, maxLength + 39)}…` : text;
}
