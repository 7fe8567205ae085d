import { types } from 'node:util';

/**
 * Every built-in that code on the app's thread uses, taken when the agent loads. The app may patch any of them later;
 * these copies stay. Methods are "uncurried": `stringSlice(text, 0, 5)` is `text.slice(0, 5)` that nobody can redirect.
 *
 * Rules for code that uses them: no `for…of`, spread, array destructuring or regular expression (each runs a patchable
 * method); no method call on a built-in; no assignment to a key that is not there yet, except on `createList()` and
 * null-prototype objects (a setter on `Object.prototype` would run); a property descriptor is asked `hasOwn` first.
 */
const { bind, call } = Function.prototype;
const method = bind.bind(call) as <R, S, A extends readonly unknown[] = []>(
  method: (...args: never[]) => unknown,
) => (self: S, ...args: A) => R;

export const { apply: reflectApply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
export const { hasOwn, is: objectIs, keys: objectKeys } = Object;
const { freeze, setPrototypeOf, getOwnPropertyDescriptor: descriptorOf, defineProperty } = Object;

/** A descriptor without a prototype: what an app put on Object.prototype (`get`, `enumerable`) does not belong to it. */
export const plainDescriptor = (descriptor: PropertyDescriptor): PropertyDescriptor =>
  setPrototypeOf(descriptor, null) as PropertyDescriptor;

/** An object that the app cannot reach and whose missing keys stay missing. */
export const createRecord = <T>(): Record<string, T | undefined> => setPrototypeOf({}, null) as Record<string, T>;

/** An array that can grow by assignment: without a prototype, no setter the app put on Array.prototype runs. */
export const createList = <T>(): T[] => setPrototypeOf([], null) as T[];

/** `count` slots of undefined in an ordinary array, for values that are shown as the app's own. */
export const createArray = (count: number): unknown[] => arrayFrom({ __proto__: null, length: count } as never);
const arrayFrom = Array.from;

/** A Map whose methods are its own frozen copies. */
export class SafeMap<K, V> extends Map<K, V> {
  // The implied constructor spreads its arguments, which Node 20 does with the app's Array iterator.
  // oxlint-disable-next-line no-useless-constructor
  constructor() {
    super();
  }
}
const mapPrototype = Map.prototype;
const safeMapMethods = ['get', 'set', 'has', 'clear'] as const;
for (let i = 0; i < safeMapMethods.length; i++) {
  const key = safeMapMethods[i] ?? 'get';
  defineProperty(SafeMap.prototype, key, { value: mapPrototype[key] });
}
setPrototypeOf(SafeMap.prototype, null);
freeze(SafeMap.prototype);

export const { isArray } = Array;
export const {
  isArgumentsObject,
  isAnyArrayBuffer,
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
  isWeakSet,
} = types;

export const stringSlice = method<string, string, [number?, number?]>(String.prototype.slice);
export const stringCharCodeAt = method<number, string, [number]>(String.prototype.charCodeAt);
export const stringIndexOf = method<number, string, [string, number?]>(String.prototype.indexOf);
export const stringCharAt = method<string, string, [number]>(String.prototype.charAt);
export const stringStartsWith = method<boolean, string, [string, number?]>(String.prototype.startsWith);

export const functionToString = method<string, object>(Function.prototype.toString);
export const numberToString = method<string, number, [number?]>(Number.prototype.toString);
export const bigintToString = method<string, bigint, [number?]>(BigInt.prototype.toString);
export const symbolToString = method<string, symbol>(Symbol.prototype.toString);
export const symbolDescription = getter<string | undefined, symbol>(Symbol.prototype, 'description');

export const dateGetTime = method<number, Date>(Date.prototype.getTime);
export const dateToISOString = method<string, Date>(Date.prototype.toISOString);

export const mapSize = getter<number, object>(Map.prototype, 'size');
export const mapGet = method<unknown, object, [unknown]>(Map.prototype.get);
export const mapHas = method<boolean, object, [unknown]>(Map.prototype.has);
export const mapEntries = method<object, object>(Map.prototype.entries);
export const mapIteratorNext = method<IteratorResult<[unknown, unknown]>, object>(
  (Object.getPrototypeOf(new Map().entries()) as { next: () => unknown }).next,
);
export const setSize = getter<number, object>(Set.prototype, 'size');
export const setHas = method<boolean, object, [unknown]>(Set.prototype.has);
export const setValues = method<object, object>(Set.prototype.values);
export const setIteratorNext = method<IteratorResult<unknown>, object>(
  (Object.getPrototypeOf(new Set().values()) as { next: () => unknown }).next,
);
export const weakMapGet = method<unknown, object, [unknown]>(WeakMap.prototype.get);
const weakMapSet = method<unknown, object, [object, unknown]>(WeakMap.prototype.set);
const WeakMapType = WeakMap;
/** A WeakMap that only its two functions reach. */
export function weakMap<K extends object, V>(): { get: (key: K) => V | undefined; set: (key: K, value: V) => void } {
  const map = new WeakMapType();
  return {
    get: (key) => weakMapGet(map, key) as V | undefined,
    set: (key, value) => void weakMapSet(map, key, value),
  };
}
export const weakMapHas = method<boolean, object, [unknown]>(WeakMap.prototype.has);
const weakRefDeref = method<unknown, object>(WeakRef.prototype.deref);
/** `util.types` has no question for it; asking keeps the target alive until the current job ends, which is harmless. */
export function isWeakRef(value: object): boolean {
  try {
    weakRefDeref(value);
    return true;
  } catch {
    return false;
  }
}
export const weakSetHas = method<boolean, object, [unknown]>(WeakSet.prototype.has);

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
export const typedArrayLength = getter<number, object>(typedArrayPrototype, 'length');
export const typedArrayBuffer = getter<ArrayBufferLike, object>(typedArrayPrototype, 'buffer');
const arrayBufferBytes = getter<number, object>(ArrayBuffer.prototype, 'byteLength');
const sharedBufferBytes = getter<number, object>(SharedArrayBuffer.prototype, 'byteLength');
const { isSharedArrayBuffer } = types;
export const bufferByteLength = (buffer: object): number =>
  isSharedArrayBuffer(buffer) ? sharedBufferBytes(buffer) : arrayBufferBytes(buffer);
export const dataViewByteLength = getter<number, object>(DataView.prototype, 'byteLength');
/** A view of the first bytes of a buffer; nothing is copied. */
export const bytesOf = (buffer: ArrayBufferLike, count: number): Uint8Array => new ByteArray(buffer, 0, count);
const ByteArray = Uint8Array;

const regexpSource = getter<string, object>(RegExp.prototype, 'source');
const regexpFlagGetters = [
  { letter: 'd', has: getter<boolean, object>(RegExp.prototype, 'hasIndices') },
  { letter: 'g', has: getter<boolean, object>(RegExp.prototype, 'global') },
  { letter: 'i', has: getter<boolean, object>(RegExp.prototype, 'ignoreCase') },
  { letter: 'm', has: getter<boolean, object>(RegExp.prototype, 'multiline') },
  { letter: 's', has: getter<boolean, object>(RegExp.prototype, 'dotAll') },
  { letter: 'u', has: getter<boolean, object>(RegExp.prototype, 'unicode') },
  { letter: 'v', has: getter<boolean, object>(RegExp.prototype, 'unicodeSets') },
  { letter: 'y', has: getter<boolean, object>(RegExp.prototype, 'sticky') },
] as const;
/** `/source/flags`. The built-in `flags` getter reads properties that the app may override, so each flag is asked. */
export function regexpText(regexp: object): string {
  let text = '/' + regexpSource(regexp) + '/';
  for (let i = 0; i < regexpFlagGetters.length; i++) {
    const flag = regexpFlagGetters[i];
    if (flag !== undefined && flag.has(regexp)) text += flag.letter;
  }
  return text;
}

export const errorConstructor: object = Error;
/** Whether `Error` is still the one of this realm, also to Node, which asks it for `prepareStackTrace`. */
export function isErrorOurs(): boolean {
  const property = descriptorOf(globalThis, 'Error');
  return property !== undefined && hasOwn(property, 'value') && property.value === errorConstructor;
}

/** What a frame of a stack is asked; V8's own, which an app can reach from its `prepareStackTrace`. */
const callSitePrototype = sampleCallSite();
export const callSiteIsEval = method<boolean, object>(callSitePrototype.isEval);
export const callSiteIsAsync = method<boolean, object>(callSitePrototype.isAsync);
export const callSiteFunctionName = method<string | null, object>(callSitePrototype.getFunctionName);
export const callSiteFileName = method<string | null | undefined, object>(callSitePrototype.getFileName);
export const callSiteLine = method<number | null, object>(callSitePrototype.getLineNumber);
export const callSiteColumn = method<number | null, object>(callSitePrototype.getColumnNumber);

/** Where `Error` is frozen no frame is ever asked, and an empty object will do. */
function sampleCallSite(): NodeJS.CallSite {
  let site: NodeJS.CallSite | undefined;
  const saved = descriptorOf(Error, 'prepareStackTrace');
  const prepare = (_: unknown, sites: readonly NodeJS.CallSite[]) => void (site = sites[0]);
  if (!Reflect.defineProperty(Error, 'prepareStackTrace', { value: prepare, configurable: true })) return {} as never;
  void new Error('sample').stack;
  if (saved === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace');
  else Reflect.defineProperty(Error, 'prepareStackTrace', saved);
  return getPrototypeOf(site ?? {}) as NodeJS.CallSite;
}

export const functionPrototype: object = Function.prototype;
export const objectPrototype: object = Object.prototype;
export const errorPrototype: object = Error.prototype;
/** `stack` is an own accessor with one shared getter since V8 12 (Node 22); undefined where it is a data property. */
export const stackGetter = descriptorOf(new Error('sample'), 'stack')?.get;
/** Node's own `Error.prepareStackTrace`, known by its source; undefined when there is none or another was set before. */
export const initialPrepareStackTrace: unknown = nodesOwn(descriptorOf(Error, 'prepareStackTrace')?.value);
const sourceMapsGetter = descriptorOf(process, 'sourceMapsEnabled')?.get;
const hasSourceMapsFlag = process.execArgv.includes('--enable-source-maps');
export const sourceMapsEnabled = (): boolean =>
  sourceMapsGetter === undefined ? hasSourceMapsFlag : reflectApply(sourceMapsGetter, process, []) === true;

export const hasInstanceSymbol: symbol = Symbol.hasInstance;
export const functionHasInstance = Function.prototype[Symbol.hasInstance];

export const numberValue = method<number, object>(Number.prototype.valueOf);
export const stringValue = method<string, object>(String.prototype.valueOf);
export const booleanValue = method<boolean, object>(Boolean.prototype.valueOf);
export const bigintValue = method<bigint, object>(BigInt.prototype.valueOf);
export const symbolValue = method<symbol, object>(Symbol.prototype.valueOf);

/** The getter of a built-in, as a function of its receiver. */
function getter<R, S>(prototype: object, key: PropertyKey): (self: S) => R {
  const get = descriptorOf(prototype, key)?.get;
  // `unicodeSets` and others are missing from old engines.
  return get === undefined ? () => false as R : method<R, S>(get);
}

function nodesOwn(prepare: unknown): unknown {
  if (typeof prepare !== 'function') return undefined;
  return functionToString(prepare).startsWith('function ErrorPrepareStackTrace(error, trace) {\n  return internal')
    ? prepare
    : undefined;
}
