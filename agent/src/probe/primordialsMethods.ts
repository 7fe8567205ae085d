import { createRecord, SafeMap } from './primordials.ts';

/**
 * What expressions may call or read of V8's own, taken when the agent loads. The names are those of the protocol's
 * `pureMethods`; a test holds the two together.
 */
const { getOwnPropertyDescriptor: descriptorOf } = Object;
const typedArrayBase = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Where the members of primitives are looked up, by `typeof`. */
export const primitivePrototypes = createRecord<object>();
primitivePrototypes.string = String.prototype;
primitivePrototypes.number = Number.prototype;
primitivePrototypes.bigint = BigInt.prototype;
primitivePrototypes.boolean = Boolean.prototype;
primitivePrototypes.symbol = Symbol.prototype;

/** The listed pure methods of primitives, by `typeof`, except `split`, which would ask for the app's Symbol.split. */
export const primitiveMethods = createRecord<Record<string, Function | undefined>>();
primitiveMethods.string = methodsOf(
  String.prototype,
  words(
    'at charAt charCodeAt codePointAt endsWith includes indexOf lastIndexOf slice startsWith substring',
    'toLowerCase toString toUpperCase trim trimEnd trimStart valueOf',
  ),
);
primitiveMethods.number = methodsOf(Number.prototype, words('toExponential toFixed toPrecision toString valueOf'));
primitiveMethods.bigint = methodsOf(BigInt.prototype, words('toString valueOf'));
primitiveMethods.boolean = methodsOf(Boolean.prototype, words('toString valueOf'));
primitiveMethods.symbol = methodsOf(Symbol.prototype, words('toString'));
export const dateMethods = methodsOf(
  Date.prototype,
  words(
    'getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset',
    'getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds',
    'toISOString valueOf',
  ),
);

/** Prototypes whose methods are V8's own, whatever the app has put in their place since. */
export const builtInPrototypes = new SafeMap<object, true>();
for (const type of [Array, Map, Set, WeakMap, WeakSet, Date, Object]) builtInPrototypes.set(type.prototype, true);
builtInPrototypes.set(typedArrayBase, true);

/** Prototypes of built-in types with an internal slot: an object under one of them is asked what it really is. */
export const brandedPrototypes = new SafeMap<object, true>();
for (const name of words(
  'Array Map Set WeakMap WeakSet WeakRef Date RegExp Error Promise ArrayBuffer SharedArrayBuffer DataView Number String',
  'Boolean BigInt Symbol Function',
)) {
  const type = descriptorOf(globalThis, name)?.value as { readonly prototype: object };
  brandedPrototypes.set(type.prototype, true);
}
brandedPrototypes.set(typedArrayBase, true);
for (const sample of [new Map().entries(), new Set().values(), (function* () {})(), (async function* () {})()]) {
  // The iterator's own prototype, and the one all iterators share.
  for (let above: unknown = Object.getPrototypeOf(sample); above !== Object.prototype;) {
    brandedPrototypes.set(above as object, true);
    above = Object.getPrototypeOf(above);
  }
}

const safeGetters = new SafeMap<object, true>();
for (const { prototype, keys } of [
  { prototype: Map.prototype, keys: ['size'] },
  { prototype: Set.prototype, keys: ['size'] },
  { prototype: typedArrayBase, keys: ['length', 'byteLength', 'byteOffset'] },
  { prototype: ArrayBuffer.prototype, keys: ['byteLength'] },
  { prototype: SharedArrayBuffer.prototype, keys: ['byteLength'] },
  { prototype: DataView.prototype, keys: ['byteLength', 'byteOffset'] },
  { prototype: RegExp.prototype, keys: ['source', 'global', 'ignoreCase', 'multiline', 'sticky', 'unicode', 'dotAll'] },
  { prototype: Symbol.prototype, keys: ['description'] },
]) {
  for (const key of keys) {
    const get = descriptorOf(prototype, key)?.get;
    if (get !== undefined) safeGetters.set(get, true);
  }
}
/** Whether a getter is one of V8's own that reads an internal slot and nothing else. */
export const isSafeGetter = (get: object): boolean => safeGetters.has(get);

/** Functions of one built-in type by name, for the listed pure methods. */
function methodsOf(prototype: object, names: readonly string[]): Record<string, Function | undefined> {
  const found = createRecord<Function>();
  for (const name of names) {
    const value: unknown = descriptorOf(prototype, name)?.value;
    if (typeof value === 'function') found[name] = value;
  }
  return found;
}

function words(...lines: readonly string[]): readonly string[] {
  return lines.join(' ').split(' ');
}
