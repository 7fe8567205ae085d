import {
  objectKinds,
  type Cut,
  type ObjectValue,
  type Property,
  type UnavailableReason,
  type Value,
} from '@stillframe/protocol';
import { propertyFlags, tag, type Tape, type TapeItem } from '../shared/tape.ts';
import { redactedByName, type Redaction } from './redaction.ts';

/** Reads one tape from its start, value by value, and remembers the objects it met. */
export type TapeReader = {
  readonly next: () => TapeItem;
  /** The item that `next` will give. */
  readonly peek: () => TapeItem | undefined;
  /** Objects cut at their depth, by id, until they follow whole. */
  readonly stubs: Map<number, { t: string }>;
  /** Objects that were redacted: a reference to one is redacted too. */
  readonly hidden: Set<number>;
};

export function createTapeReader(tape: Tape): TapeReader {
  let position = 0;
  return {
    next() {
      const item = tape[position++];
      if (item === undefined) throw new Error('The tape ends in the middle of a value.');
      return item;
    },
    peek: () => tape[position],
    stubs: new Map(),
    hidden: new Set(),
  };
}

/** The next value of the tape, redacted. Throws on a broken tape, which is a bug of ours. */
export function decodeValue(reader: TapeReader, redaction: Redaction): Value {
  const what = number(reader.next());
  switch (what) {
    case tag.Undefined:
      return { t: 'undefined' };
    case tag.Null:
      return { t: 'null' };
    case tag.True:
      return { t: 'boolean', v: true };
    case tag.False:
      return { t: 'boolean', v: false };
    case tag.Number:
      return { t: 'number', v: number(reader.next()) };
    case tag.SpecialNumber:
      return { t: 'number', v: text(reader.next()) as 'NaN' | 'Infinity' | '-Infinity' | '-0' };
    case tag.BigInt:
      return { t: 'bigint', v: text(reader.next()) };
    case tag.String:
      return { t: 'string', v: text(reader.next()) };
    case tag.CutString: {
      const v = text(reader.next());
      return { t: 'string', v, length: number(reader.next()) };
    }
    case tag.Symbol:
      return { t: 'symbol', v: text(reader.next()) };
    case tag.Function: {
      const id = number(reader.next());
      const name = text(reader.next());
      return reader.next() === true ? { t: 'function', id, name, isClass: true } : { t: 'function', id, name };
    }
    case tag.Ref: {
      const id = number(reader.next());
      return reader.hidden.has(id) ? { t: 'redacted', reason: 'name' } : { t: 'ref', id };
    }
    case tag.Hole:
      return { t: 'hole', count: number(reader.next()) };
    case tag.Accessor: {
      const get = reader.next() === true;
      return { t: 'accessor', get, set: reader.next() === true };
    }
    case tag.Unavailable:
      return { t: 'unavailable', reason: text(reader.next()) as UnavailableReason };
    case tag.Object:
      return decodeObject(reader, redaction);
    default:
      throw new Error(`There is no tag ${what} on a tape.`);
  }
}

/** The next value of the tape, which the app knows by `name`. */
export function decodeNamed(reader: TapeReader, redaction: Redaction, name: string): Value {
  const value = decodeValue(reader, redaction);
  return redaction.isSensitiveName(name) ? hide(value, reader) : value;
}

/** What is shown instead of a sensitive value; later references to anything in it are hidden as well. */
function hide(value: Value, reader: TapeReader): Value {
  const shown = redactedByName(value);
  if (shown !== value) hideObjects(value, reader);
  return shown;
}

function hideObjects(value: Value, reader: TapeReader): void {
  if (value.t !== 'object') return;
  reader.hidden.add(value.id);
  for (const property of value.props) hideObjects(property.v, reader);
  for (const item of value.items ?? []) hideObjects(item, reader);
  for (const entry of value.entries ?? []) entry.forEach((part) => hideObjects(part, reader));
}

function decodeObject(reader: TapeReader, redaction: Redaction): Value {
  const id = number(reader.next());
  const kind = objectKinds[number(reader.next())];
  if (kind === undefined) throw new Error('There is no such kind of object.');
  const name = text(reader.next());
  const size = number(reader.next());
  const content = reader.next();
  const object: { -readonly [K in keyof ObjectValue]: ObjectValue[K] } = { t: 'object', id, kind, name, props: [] };
  if (size >= 0) object.size = size;
  if (content !== null) object.text = text(content);
  reader.hidden.delete(id);
  const stub = reader.stubs.get(id);
  if (stub !== undefined) {
    // Here it is whole; where it was cut at its depth becomes a reference to this one.
    reader.stubs.delete(id);
    for (const key of Object.keys(stub)) Reflect.deleteProperty(stub, key);
    Object.assign(stub, { t: 'ref', id });
  }
  for (;;) {
    const section = number(reader.next());
    if (section === tag.End) break;
    if (section === tag.Props) object.props = readProperties(reader, redaction);
    else if (section === tag.Items) object.items = readItems(reader, redaction, size);
    else if (section === tag.Entries) object.entries = readEntries(reader, redaction);
    else if (section === tag.CutAt) {
      const cut = readCut(reader);
      // One of them is shown; items come first.
      object.cut ??= cut;
    } else throw new Error(`There is no section ${section} in an object.`);
  }
  if (object.cut?.reason === 'depth') reader.stubs.set(id, object);
  else if (size === 0) addEmpty(object);
  return object;
}

/** The tape has no section for no items; readers tell a list by its `items`. */
function addEmpty(object: { -readonly [K in keyof ObjectValue]: ObjectValue[K] }): void {
  if (object.kind === 'map') object.entries ??= [];
  else if (object.kind === 'array' || object.kind === 'set' || object.kind === 'typedarray') object.items ??= [];
}

function readProperties(reader: TapeReader, redaction: Redaction): Property[] {
  const properties: Property[] = [];
  for (;;) {
    const k = reader.next();
    if (typeof k !== 'string') break;
    const flags = number(reader.next());
    const property: { -readonly [K in keyof Property]: Property[K] } = { k, v: decodeNamed(reader, redaction, k) };
    if ((flags & propertyFlags.symbol) !== 0) property.symbol = true;
    if ((flags & propertyFlags.hidden) !== 0) property.hidden = true;
    properties.push(property);
  }
  return properties;
}

/** Arrays of names and values in turn, such as Node's `rawHeaders`, are redacted as pairs. */
function readItems(reader: TapeReader, redaction: Redaction, size: number): Value[] {
  const items: Value[] = [];
  while (!isSectionEnd(reader)) {
    const before = items[items.length - 1];
    const isPairEnd = size % 2 === 0 && items.length % 2 === 1 && before?.t === 'string';
    const value = decodeValue(reader, redaction);
    items.push(isPairEnd && redaction.isSensitiveName(before.v) ? hide(value, reader) : value);
  }
  return items;
}

function readEntries(reader: TapeReader, redaction: Redaction): [Value, Value][] {
  const entries: [Value, Value][] = [];
  while (!isSectionEnd(reader)) {
    const key = decodeValue(reader, redaction);
    entries.push([key, key.t === 'string' ? decodeNamed(reader, redaction, key.v) : decodeValue(reader, redaction)]);
  }
  return entries;
}

function readCut(reader: TapeReader): Cut {
  const reason = text(reader.next()) as Cut['reason'];
  const missing = number(reader.next());
  return missing < 0 ? { reason } : { reason, missing };
}

/** Whether the section is over; its end is then read. */
function isSectionEnd(reader: TapeReader): boolean {
  if (reader.peek() !== tag.EndSection) return false;
  reader.next();
  return true;
}

function number(item: TapeItem): number {
  if (typeof item !== 'number') throw new Error('The tape has no number where one belongs.');
  return item;
}

function text(item: TapeItem): string {
  if (typeof item !== 'string') throw new Error('The tape has no text where one belongs.');
  return item;
}
