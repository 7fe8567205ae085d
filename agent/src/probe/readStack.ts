import {
  errorConstructor,
  errorPrototype,
  functionPrototype,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  initialPrepareStackTrace,
  isErrorOurs,
  isProxy,
  objectPrototype,
  reflectApply,
  sourceMapsEnabled,
  stackGetter,
} from './primordials.ts';

/**
 * The own property `stack`, which is like no other: V8 formats it when it is first read (Node 20: even when only its
 * descriptor is asked for), and that calls `Error.prepareStackTrace` and the getters of `name` and `message`. So it is
 * read only when none of these is the app's; otherwise it is told as an accessor that was not called.
 */
export function ownStackDescriptor(object: object): PropertyDescriptor | undefined {
  if (!hasOwn(object, 'stack')) return undefined;
  if (stackGetter === undefined) {
    return isFormattingSafe(object) ? getOwnPropertyDescriptor(object, 'stack') : uncalled;
  }
  const descriptor = getOwnPropertyDescriptor(object, 'stack');
  if (descriptor === undefined || hasOwn(descriptor, 'value') || descriptor.get !== stackGetter) return descriptor;
  if (!isFormattingSafe(object)) return descriptor;
  return { value: reflectApply(stackGetter, object, []), enumerable: false, writable: true, configurable: true };
}

/** A read of any own property that runs nothing of the app. The object must not be a proxy. */
export const ownDescriptor = (object: object, key: PropertyKey): PropertyDescriptor | undefined =>
  key === 'stack' ? ownStackDescriptor(object) : getOwnPropertyDescriptor(object, key);

const uncalled: PropertyDescriptor = { get: () => undefined, set: undefined, enumerable: false, configurable: true };

function isFormattingSafe(error: object): boolean {
  // With source maps on, formatting may read files.
  if (sourceMapsEnabled()) return false;
  return isPrepareStackTraceOurs() && isPlainText(error, 'name') && isPlainText(error, 'message');
}

/** Whether Node's own formatter would run: the app has set none, also not by replacing `Error` or on a prototype. */
function isPrepareStackTraceOurs(): boolean {
  if (!isErrorOurs() || getPrototypeOf(errorConstructor) !== functionPrototype) return false;
  const own = getOwnPropertyDescriptor(errorConstructor, 'prepareStackTrace');
  if (own !== undefined) {
    return hasOwn(own, 'value') && (own.value === undefined || own.value === initialPrepareStackTrace);
  }
  return !hasOwn(functionPrototype, 'prepareStackTrace') && !hasOwn(objectPrototype, 'prepareStackTrace');
}

/** Whether `key` on the error is plain text all the way up, in this realm: turning it into text runs nothing. */
function isPlainText(error: object, key: 'name' | 'message'): boolean {
  let holder: object | null = error;
  for (let step = 0; holder !== null && step < 100; step++) {
    if (isProxy(holder)) return false;
    const descriptor = getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) {
      if (!hasOwn(descriptor, 'value') || typeof descriptor.value !== 'string') return false;
      return isOfThisRealm(holder);
    }
    holder = getPrototypeOf(holder);
  }
  return holder === null;
}

function isOfThisRealm(object: object): boolean {
  let holder: object | null = object;
  for (let step = 0; holder !== null && step < 100; step++) {
    if (holder === errorPrototype || holder === objectPrototype) return true;
    if (isProxy(holder)) return false;
    holder = getPrototypeOf(holder);
  }
  return false;
}
