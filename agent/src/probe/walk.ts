import { kindNumber, propertyFlags, tag, type Tape, type WalkLimits } from '../shared/tape.ts';
import { nowNs } from './clock.ts';
import {
  bytesOf,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isArgumentsObject,
  isProxy,
  mapEntries,
  mapIteratorNext,
  SafeMap,
  setIteratorNext,
  setValues,
  stringSlice,
  symbolToString,
} from './primordials.ts';
import { ownDescriptor } from './readStack.ts';
import { bigintText, kindOf, numberText, sizeOf, textOf } from './walkKinds.ts';
import { keysOf } from './walkKeys.ts';
import { writeCut, writeTwo, writeUnavailable } from './walkTape.ts';
import { createNameFinder, functionName, isClass } from './walkNames.ts';

export { createTape, writeUnavailable } from './walkTape.ts';

/** One walk over the values of one hit. Objects keep their identity over all of its values. */
export type Walk = {
  /** Writes one value, always whole by the grammar. `depth` counts levels of members; default: the walk's own. */
  value(tape: Tape, value: unknown, depth?: number): void;
  /** Goes on within another budget, also where the one before ended the walk. Its bytes are those of the whole walk. */
  within(budget: WalkBudget): void;
  /** What ended the walk early, if anything did. */
  readonly cut: 'bytes' | 'time' | undefined;
  /** Estimated size of what was written, as JSON, in bytes. */
  readonly bytes: number;
};

export type WalkBudget = {
  readonly maxBytes: number;
  /** On the clock of `nowNs`. */
  readonly deadlineNs: number;
};

/** Texts longer than this are told by their length only: cutting a text that was joined copies all of it first. */
export const maxCuttableLength = 8_000_000;
/** Arrays up to this length are asked for named members beside their items; asking takes time per item. */
const maxAskedArray = 200;
const maxKeyLength = 256;
/** Positions of a sparse array looked at, per item that may be shown. */
const positionsPerItem = 10;
/** The clock is read after this many values. */
const valuesPerClock = 32;

/**
 * Starts a walk. On the app's thread: reads by own property descriptors, V8's own brands and the primordials only, so no
 * code of the app runs. Everything is bounded by `limits` and `budget`; whatever was left out says so on the tape.
 */
export function createWalk(limits: WalkLimits, firstBudget: WalkBudget): Walk {
  let budget = firstBudget;
  /** Object to id; negative while it was only seen below the depth. */
  let ids = new SafeMap<object, number>();
  const factsOf = createNameFinder();
  let lastId = 0;
  let bytes = 0;
  let untilClock = 0;
  let cut: 'bytes' | 'time' | undefined;

  return {
    value(tape, value, depth = limits.depth) {
      const start = tape.length;
      try {
        write(tape, value, depth);
      } catch {
        // The app's stack may end right here, or a host object may refuse. What was written is taken back, and with it
        // everything that later values could refer to.
        tape.length = start;
        ids = new SafeMap();
        writeUnavailable(tape, 'failed');
      }
    },
    within(next) {
      budget = next;
      cut = undefined;
      untilClock = 0;
    },
    get cut() {
      return cut;
    },
    get bytes() {
      return bytes;
    },
  };

  function isOver(): boolean {
    if (cut !== undefined) return true;
    if (bytes > budget.maxBytes) cut = 'bytes';
    else if (--untilClock < 0) {
      untilClock = valuesPerClock;
      if (nowNs() > budget.deadlineNs) cut = 'time';
    }
    return cut !== undefined;
  }

  function write(tape: Tape, value: unknown, depth: number): void {
    if (isOver()) {
      writeUnavailable(tape, cut ?? 'bytes');
      return;
    }
    bytes += 24;
    switch (typeof value) {
      case 'string':
        writeText(tape, value);
        return;
      case 'number':
        if (value - value === 0 && (value !== 0 || 1 / value > 0)) writeTwo(tape, tag.Number, value);
        else writeTwo(tape, tag.SpecialNumber, numberText(value));
        return;
      case 'boolean':
        tape[tape.length] = value ? tag.True : tag.False;
        return;
      case 'undefined':
        tape[tape.length] = tag.Undefined;
        return;
      case 'bigint': {
        const text = bigintText(value);
        bytes += text.length;
        writeTwo(tape, tag.BigInt, text);
        return;
      }
      case 'symbol':
        writeTwo(tape, tag.Symbol, clipped(symbolToString(value), limits.stringLength));
        return;
      case 'function':
        if (isProxy(value)) writeProxy(tape, value);
        else writeFunction(tape, value);
        return;
      case 'object':
        if (value === null) tape[tape.length] = tag.Null;
        else if (isProxy(value)) writeProxy(tape, value);
        else writeObject(tape, value, depth);
        return;
    }
  }

  function writeText(tape: Tape, text: string): void {
    if (text.length <= limits.stringLength) {
      bytes += text.length;
      writeTwo(tape, tag.String, text);
      return;
    }
    writeTwo(tape, tag.CutString, clipped(text, limits.stringLength));
    tape[tape.length] = text.length;
  }

  function clipped(text: string, maxLength: number): string {
    if (text.length > maxCuttableLength) return '';
    const kept = text.length > maxLength ? stringSlice(text, 0, maxLength) : text;
    bytes += kept.length;
    return kept;
  }

  function writeFunction(tape: Tape, fn: Function): void {
    let id = ids.get(fn);
    if (id === undefined) ids.set(fn, (id = ++lastId));
    const name = functionName(fn);
    bytes += 20 + name.length;
    writeTwo(tape, tag.Function, id);
    writeTwo(tape, name, isClass(fn));
  }

  function writeProxy(tape: Tape, proxy: object): void {
    const id = ids.get(proxy);
    if (id !== undefined) {
      writeTwo(tape, tag.Ref, id);
      return;
    }
    ids.set(proxy, ++lastId);
    writeHeader(tape, lastId, kindNumber.proxy, '', -1, null);
    tape[tape.length] = tag.End;
  }

  function writeObject(tape: Tape, object: object, depth: number): void {
    const known = ids.get(object);
    if (known !== undefined && (known > 0 || depth <= 0)) {
      writeTwo(tape, tag.Ref, known < 0 ? -known : known);
      return;
    }
    const id = known === undefined ? ++lastId : -known;
    const facts = factsOf(getPrototypeOf(object));
    const kind = !facts.isPlain
      ? kindOf(object)
      : hasOwn(object, 'callee') && isArgumentsObject(object)
        ? kindNumber.arguments
        : kindNumber.object;
    const size = sizeOf(object, kind);
    const text = textOf(object, kind);
    const isOpen = depth > 0;
    const hasContent =
      kind !== kindNumber.boxed && kind !== kindNumber.date && kind !== kindNumber.regexp && size !== 0;
    ids.set(object, isOpen || !hasContent ? id : -id);
    bytes += 60;
    writeHeader(tape, id, kind, facts.name, size, text === null ? null : clipped(text, limits.stringLength));
    if (isOpen) writeContent(tape, object, kind, size, depth - 1);
    else if (hasContent) writeCut(tape, 'depth', size);
    tape[tape.length] = tag.End;
  }

  function writeHeader(tape: Tape, id: number, kind: number, name: string, size: number, text: string | null): void {
    bytes += name.length;
    writeTwo(tape, tag.Object, id);
    writeTwo(tape, kind, name);
    writeTwo(tape, size, text);
  }

  function writeContent(tape: Tape, object: object, kind: number, size: number, depth: number): void {
    switch (kind) {
      case kindNumber.array:
        writeItems(tape, object, size, depth);
        if (size <= maxAskedArray) writeProperties(tape, object, kind, depth);
        return;
      case kindNumber.typedarray:
        // Items only: asking for the keys of a large one would make a text for each item.
        writeItems(tape, object, size, depth);
        return;
      case kindNumber.arraybuffer: {
        const shown = size < limits.items ? size : limits.items;
        if (shown > 0) writeItems(tape, bytesOf(object as ArrayBuffer, shown), shown, depth);
        if (shown < size) writeCut(tape, 'items', size - shown);
        break;
      }
      case kindNumber.map:
        writeEntries(tape, object, size, depth);
        break;
      case kindNumber.set:
        writeMembers(tape, object, size, depth);
        break;
      case kindNumber.boxed:
        // A boxed text has a key for every character.
        return;
    }
    writeProperties(tape, object, kind, depth);
  }

  function writeItems(tape: Tape, array: object, length: number, depth: number): void {
    const positions = limits.items * positionsPerItem;
    let index = 0;
    let written = 0;
    let holes = 0;
    if (length > 0) tape[tape.length] = tag.Items;
    for (; index < length && index < positions && written < limits.items && !isOver(); index++) {
      const descriptor = getOwnPropertyDescriptor(array, index);
      if (descriptor === undefined) {
        holes++;
        continue;
      }
      if (holes > 0) {
        writeTwo(tape, tag.Hole, holes);
        holes = 0;
        written++;
      }
      written++;
      writeDescriptor(tape, descriptor, depth);
    }
    if (holes > 0) writeTwo(tape, tag.Hole, holes);
    if (length > 0) tape[tape.length] = tag.EndSection;
    if (index < length) writeCut(tape, cut ?? 'items', length - index);
  }

  function writeEntries(tape: Tape, map: object, size: number, depth: number): void {
    const iterator = mapEntries(map);
    let written = 0;
    tape[tape.length] = tag.Entries;
    for (; written < limits.items && !isOver(); written++) {
      const next = mapIteratorNext(iterator);
      if (next.done === true) break;
      write(tape, next.value[0], depth);
      write(tape, next.value[1], depth);
    }
    tape[tape.length] = tag.EndSection;
    if (written < size) writeCut(tape, cut ?? 'items', size - written);
  }

  function writeMembers(tape: Tape, set: object, size: number, depth: number): void {
    const iterator = setValues(set);
    let written = 0;
    tape[tape.length] = tag.Items;
    for (; written < limits.items && !isOver(); written++) {
      const next = setIteratorNext(iterator);
      if (next.done === true) break;
      write(tape, next.value, depth);
    }
    tape[tape.length] = tag.EndSection;
    if (written < size) writeCut(tape, cut ?? 'items', size - written);
  }

  function writeProperties(tape: Tape, object: object, kind: number, depth: number): void {
    const { keys, first, total } = keysOf(object);
    if (total === 0) return;
    const end = first + limits.properties < keys.length ? first + limits.properties : keys.length;
    let index = first;
    tape[tape.length] = tag.Props;
    for (; index < end && !isOver(); index++) {
      const key = keys[index];
      if (key === undefined) break;
      const isText = typeof key === 'string';
      const name = isText ? key : symbolToString(key);
      tape[tape.length] = clipped(name, maxKeyLength);
      bytes += 16;
      const descriptor = descriptorOrNothing(object, key);
      if (descriptor === undefined) {
        tape[tape.length] = isText ? 0 : propertyFlags.symbol;
        writeUnavailable(tape, kind === kindNumber.module ? 'uninitialised' : 'failed');
        continue;
      }
      tape[tape.length] =
        (isText ? 0 : propertyFlags.symbol) | (descriptor.enumerable === false ? propertyFlags.hidden : 0);
      writeDescriptor(tape, descriptor, depth);
    }
    tape[tape.length] = tag.EndSection;
    const missing = total - (index - first);
    if (missing > 0) writeCut(tape, cut ?? 'properties', missing);
  }

  function writeDescriptor(tape: Tape, descriptor: PropertyDescriptor, depth: number): void {
    if (hasOwn(descriptor, 'value')) {
      write(tape, descriptor.value, depth);
      return;
    }
    bytes += 40;
    tape[tape.length] = tag.Accessor;
    writeTwo(tape, descriptor.get !== undefined, descriptor.set !== undefined);
  }
}

function descriptorOrNothing(object: object, key: string | symbol): PropertyDescriptor | undefined {
  try {
    return ownDescriptor(object, key);
  } catch {
    // An export of a module that has no value yet.
    return undefined;
  }
}
