import { kindNumber } from '../shared/tape.ts';
import {
  bigintToString,
  bigintValue,
  booleanValue,
  bufferByteLength,
  dataViewByteLength,
  dateGetTime,
  dateToISOString,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isAnyArrayBuffer,
  isArgumentsObject,
  isArray,
  isBigIntObject,
  isBooleanObject,
  isDataView,
  isDate,
  isGeneratorObject,
  isMap,
  isMapIterator,
  isModuleNamespaceObject,
  isNativeError,
  isNumberObject,
  isPromise,
  isProxy,
  isRegExp,
  isSet,
  isSetIterator,
  isStringObject,
  isSymbolObject,
  isTypedArray,
  isWeakMap,
  isWeakRef,
  isWeakSet,
  mapSize,
  numberToString,
  numberValue,
  regexpText,
  setSize,
  stringValue,
  symbolToString,
  symbolValue,
  typedArrayLength,
} from './primordials.ts';

/** The kind of an object that is not a proxy, by V8's own brands: an object cannot pretend. */
export function kindOf(object: object): number {
  if (isArray(object)) return kindNumber.array;
  if (isNativeError(object)) return kindNumber.error;
  if (isMap(object)) return kindNumber.map;
  if (isSet(object)) return kindNumber.set;
  if (isDate(object)) return kindNumber.date;
  if (isTypedArray(object)) return kindNumber.typedarray;
  if (isPromise(object)) return kindNumber.promise;
  if (isRegExp(object)) return kindNumber.regexp;
  if (isAnyArrayBuffer(object)) return kindNumber.arraybuffer;
  if (isDataView(object)) return kindNumber.dataview;
  if (isWeakMap(object)) return kindNumber.weakmap;
  if (isWeakSet(object)) return kindNumber.weakset;
  if (isWeakRef(object)) return kindNumber.weakref;
  if (isGeneratorObject(object)) return kindNumber.generator;
  if (isMapIterator(object) || isSetIterator(object)) return kindNumber.iterator;
  if (isModuleNamespaceObject(object)) return kindNumber.module;
  if (isArgumentsObject(object)) return kindNumber.arguments;
  if (isBoxed(object)) return kindNumber.boxed;
  return kindNumber.object;
}

/** Items, entries or bytes of an object, or -1. */
export function sizeOf(object: object, kind: number): number {
  switch (kind) {
    case kindNumber.array:
      return isArray(object) ? object.length : -1;
    case kindNumber.map:
      return mapSize(object);
    case kindNumber.set:
      return setSize(object);
    case kindNumber.typedarray:
      return typedArrayLength(object);
    case kindNumber.arraybuffer:
      return bufferByteLength(object);
    case kindNumber.dataview:
      return dataViewLength(object);
    default:
      return -1;
  }
}

/** The one-line content of a date, regexp, error or boxed primitive; null for others. May be very long. */
export function textOf(object: object, kind: number): string | null {
  switch (kind) {
    case kindNumber.date: {
      const date = object as Date;
      const time = dateGetTime(date);
      return time === time ? dateToISOString(date) : 'Invalid Date';
    }
    case kindNumber.regexp:
      return regexpText(object);
    case kindNumber.error:
      return messageOf(object);
    case kindNumber.boxed:
      return boxedText(object);
    default:
      return null;
  }
}

/** Magnitudes from here on are not written out: their text takes long to make. */
const hugeBigint = 2n ** 4096n;
/** A bigint as text; huge ones only by their size. */
export const bigintText = (value: bigint): string =>
  value >= hugeBigint ? 'more than 2**4096' : value <= -hugeBigint ? 'less than -(2**4096)' : bigintToString(value);

/** A number as text, -0 included. */
export const numberText = (value: number): string => (value === 0 && 1 / value < 0 ? '-0' : numberToString(value));

const isBoxed = (object: object): boolean =>
  isStringObject(object) ||
  isNumberObject(object) ||
  isBooleanObject(object) ||
  isSymbolObject(object) ||
  isBigIntObject(object);

function boxedText(object: object): string {
  if (isStringObject(object)) return stringValue(object);
  if (isNumberObject(object)) return numberText(numberValue(object));
  if (isBooleanObject(object)) return booleanValue(object) ? 'true' : 'false';
  if (isSymbolObject(object)) return symbolToString(symbolValue(object));
  return bigintText(bigintValue(object)) + 'n';
}

function dataViewLength(view: object): number {
  try {
    return dataViewByteLength(view);
  } catch {
    // Its buffer was detached.
    return -1;
  }
}

function messageOf(error: object): string | null {
  let holder: object | null = error;
  for (let step = 0; holder !== null && step < 100 && !isProxy(holder); step++) {
    const descriptor = getOwnPropertyDescriptor(holder, 'message');
    if (descriptor !== undefined) {
      return hasOwn(descriptor, 'value') && typeof descriptor.value === 'string' ? descriptor.value : null;
    }
    holder = getPrototypeOf(holder);
  }
  return null;
}
