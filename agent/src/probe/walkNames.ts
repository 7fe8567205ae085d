import {
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isProxy,
  objectPrototype,
  SafeMap,
  stringSlice,
} from './primordials.ts';
import { brandedPrototypes } from './primordialsMethods.ts';

/** What is known of all objects with one prototype. */
export type PrototypeFacts = {
  /** The constructor's name, found without running code; '' when there is none. */
  readonly name: string;
  /** Nothing on the chain belongs to a built-in type, so the object is a plain one and need not be asked its brand. */
  readonly isPlain: boolean;
};

export type NameFinder = (prototype: object | null) => PrototypeFacts;

const maxPrototypes = 100;
const maxNameLength = 200;
const noPrototype: PrototypeFacts = { name: '', isPlain: false };

/** Finds constructor names, each prototype once. */
export function createNameFinder(): NameFinder {
  const known = new SafeMap<object, PrototypeFacts>();
  return (prototype) => {
    if (prototype === null) return noPrototype;
    let facts = known.get(prototype);
    if (facts === undefined) {
      facts = { name: constructorName(prototype), isPlain: isPlainChain(prototype) };
      known.set(prototype, facts);
    }
    return facts;
  };
}

/** A function's own name when it is plain text. */
export function functionName(fn: object): string {
  const descriptor = getOwnPropertyDescriptor(fn, 'name');
  if (descriptor === undefined || !hasOwn(descriptor, 'value')) return '';
  const name: unknown = descriptor.value;
  if (typeof name !== 'string') return '';
  return name.length > maxNameLength ? stringSlice(name, 0, maxNameLength) : name;
}

/** Classes and built-in constructors have a `prototype` that cannot be replaced. Costs less than the source text. */
export function isClass(fn: object): boolean {
  const descriptor = getOwnPropertyDescriptor(fn, 'prototype');
  return descriptor !== undefined && hasOwn(descriptor, 'value') && descriptor.writable === false;
}

function constructorName(prototype: object): string {
  let holder: object | null = prototype;
  for (let step = 0; holder !== null && step < maxPrototypes && !isProxy(holder); step++) {
    const descriptor = getOwnPropertyDescriptor(holder, 'constructor');
    if (descriptor !== undefined && hasOwn(descriptor, 'value')) {
      const constructor: unknown = descriptor.value;
      if (typeof constructor === 'function' && !isProxy(constructor)) {
        const name = functionName(constructor);
        if (name !== '') return name;
      }
    }
    holder = getPrototypeOf(holder);
  }
  return '';
}

function isPlainChain(prototype: object): boolean {
  let holder: object | null = prototype;
  for (let step = 0; holder !== null && step < maxPrototypes; step++) {
    if (holder === objectPrototype) return true;
    if (isProxy(holder) || brandedPrototypes.has(holder)) return false;
    holder = getPrototypeOf(holder);
  }
  return false;
}
