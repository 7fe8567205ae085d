import { runInNewContext } from 'node:vm';
import { isFlagGiven } from '../shared/isFlagGiven.ts';

/**
 * What was replaced, of the built-ins that the agent takes when it loads; empty when it was loaded first. A function is
 * asked for its text by another realm's `toString`: native text with its own name is what only V8's own have, neither a
 * bound function nor a proxy. `--frozen-intrinsics` puts accessors of Node's in their place, before any other code runs.
 */
export function replacedBuiltIns(): readonly string[] {
  const textOf = runInNewContext('(f) => Function.prototype.toString.call(f)') as (fn: unknown) => string;
  const isFrozen = isFlagGiven('--frozen-intrinsics');
  const replaced: string[] = [];
  for (const [name, holder, keys] of taken()) {
    for (const key of keys) {
      const property = Object.getOwnPropertyDescriptor(holder, key);
      const fn: unknown = property?.value ?? property?.get;
      // Missing from an old engine.
      if (fn === undefined || (isFrozen && property?.configurable === false)) continue;
      const isNative = typeof fn === 'function' && isNativeText(textOf(fn), key, property?.get !== undefined);
      if (!isNative) replaced.push(`${name}.${key}`);
    }
  }
  return replaced;
}

function isNativeText(text: string, key: string, isGetter: boolean): boolean {
  return text === `function ${isGetter ? `get ${key}` : key}() { [native code] }`;
}

/** Those that code on the app's thread uses (primordials.ts and primordialsMethods.ts). */
function taken(): readonly (readonly [name: string, holder: object, keys: readonly string[]])[] {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
  const prototype = (type: { readonly name: string; readonly prototype: object }, keys: string) =>
    [`${type.name}.prototype`, type.prototype, keys.split(' ')] as const;
  return [
    ['Reflect', Reflect, words('apply defineProperty deleteProperty getOwnPropertyDescriptor getPrototypeOf ownKeys')],
    ['Object', Object, words('defineProperty freeze getOwnPropertyDescriptor hasOwn is keys setPrototypeOf')],
    ['Array', Array, words('from isArray')],
    ['Error', Error, words('captureStackTrace')],
    ['Math', Math, words('abs ceil exp floor hypot log log10 log2 max min pow round sign sqrt trunc')],
    ['Number', Number, words('isFinite isInteger isNaN isSafeInteger')],
    ['Date', Date, words('now')],
    prototype(Function, 'apply bind call toString'),
    prototype(Map, 'entries get has set size'),
    prototype(Set, 'has size values'),
    prototype(WeakMap, 'get has set'),
    prototype(WeakSet, 'has'),
    prototype(WeakRef, 'deref'),
    prototype(
      String,
      'at charAt charCodeAt endsWith includes indexOf slice split startsWith toLowerCase toUpperCase trim',
    ),
    prototype(Number, 'toFixed toString valueOf'),
    prototype(BigInt, 'toString valueOf'),
    prototype(Boolean, 'valueOf'),
    prototype(Symbol, 'description toString valueOf'),
    prototype(Date, 'getTime toISOString'),
    prototype(RegExp, 'global ignoreCase multiline source sticky unicode'),
    prototype(ArrayBuffer, 'byteLength'),
    prototype(DataView, 'byteLength'),
    ['%TypedArray%.prototype', typedArray, words('buffer length')],
    ['%MapIterator%', Object.getPrototypeOf(new Map().entries()) as object, words('next')],
    ['%SetIterator%', Object.getPrototypeOf(new Set().values()) as object, words('next')],
  ];
}

const words = (text: string): readonly string[] => text.split(' ');
