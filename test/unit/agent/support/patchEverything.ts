/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
/** Wraps every function and getter of the built-ins, and puts setters and getters where a careless reader would look. */
export function patchEverything(touch: (what: string) => void): () => void {
  const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
  const wrap = (name: string, fn: unknown) =>
    typeof fn === 'function'
      ? function wrapped(this: unknown, ...args: unknown[]): unknown {
          touch(name);
          return apply(fn, this, args);
        }
      : undefined;

  const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([].values()) as object) as object;
  const holders: [string, object][] = [
    ...['Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Date', 'RegExp', 'Error', 'Promise', 'String'].flatMap(
      both,
    ),
    ...['Number', 'Boolean', 'BigInt', 'Symbol', 'Function', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Object'].flatMap(
      both,
    ),
    ['TypedArray', Object.getPrototypeOf(Uint8Array) as object],
    ['TypedArray.prototype', Object.getPrototypeOf(Uint8Array.prototype) as object],
    ['Math', Math],
    ['Reflect', Reflect],
    ['JSON', JSON],
    ['%IteratorPrototype%', iteratorPrototype],
    ['%MapIterator%', Object.getPrototypeOf(new Map().entries()) as object],
    ['%SetIterator%', Object.getPrototypeOf(new Set().values()) as object],
    ['%ArrayIterator%', Object.getPrototypeOf([].values()) as object],
    ['process', process],
  ];
  const work: { name: string; holder: object; key: PropertyKey; descriptor: PropertyDescriptor }[] = [];
  for (const [name, holder] of holders) {
    for (const key of ownKeys(holder)) {
      const old = getOwnPropertyDescriptor(holder, key);
      if (old?.configurable !== true || key === 'constructor' || key === 'prototype') continue;
      if (name === 'process' && key !== 'hrtime') continue;
      const label = `${name}.${String(key)}`;
      const value = wrap(label, old.value);
      if (value !== undefined)
        work.push({ name, holder, key, descriptor: { value, writable: true, enumerable: false } });
      else if (old.get !== undefined) {
        work.push({ name, holder, key, descriptor: { get: wrap(label, old.get) as () => unknown, set: old.set } });
      }
    }
  }
  const trapped = [
    'value',
    'get',
    'set',
    'enumerable',
    'done',
    'stack',
    'prepareStackTrace',
    'split',
    'a',
    'k',
    'then',
    'next',
  ];
  const indexes = Array.from({ length: 4_000 }, (_, index) => `${index}`);
  for (const key of trapped) {
    work.push({
      name: '',
      holder: Object.prototype,
      key,
      descriptor: { get: () => touch(`Object.prototype.${key} read`), set: () => touch(`Object.prototype.${key} set`) },
    });
  }
  for (const key of indexes) {
    work.push({
      name: '',
      holder: Array.prototype,
      key,
      descriptor: { get: () => touch(`Array.prototype[${key}] read`), set: () => touch(`Array.prototype[${key}] set`) },
    });
  }
  work.push({
    name: '',
    holder: String.prototype,
    key: Symbol.split,
    descriptor: { get: () => touch('String.prototype[Symbol.split]') },
  });
  work.push({ name: '', holder: globalThis, key: 'Map', descriptor: { get: () => touch('globalThis.Map') } });
  const prepared = work.map(({ holder, key, descriptor }) => ({
    holder,
    key,
    old: withoutPrototype(getOwnPropertyDescriptor(holder, key)),
    // Without a prototype: the patched Object.prototype has a `get`.
    descriptor: Object.assign(Object.create(null), { configurable: true }, descriptor) as PropertyDescriptor,
  }));
  // No iterators or methods from here on: they are being replaced.
  for (let index = 0; index < prepared.length; index++) {
    const item = prepared[index];
    if (item !== undefined) defineProperty(item.holder, item.key, item.descriptor);
  }
  return () => {
    for (let index = prepared.length - 1; index >= 0; index--) {
      const item = prepared[index];
      if (item === undefined) continue;
      deleteProperty(item.holder, item.key);
      if (item.old !== undefined) defineProperty(item.holder, item.key, item.old);
    }
  };
}

const withoutPrototype = (descriptor: PropertyDescriptor | undefined) =>
  descriptor && (Object.assign(Object.create(null), descriptor) as PropertyDescriptor);

function both(name: string): [string, object][] {
  const constructor = Reflect.get(globalThis, name) as { readonly prototype: object };
  return [
    [name, constructor],
    [`${name}.prototype`, constructor.prototype],
  ];
}
