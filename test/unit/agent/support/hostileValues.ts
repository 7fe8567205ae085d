/* oxlint-disable unicorn/no-useless-spread, unicorn/no-thenable, no-sparse-arrays, typescript/no-misused-spread -- hostile on purpose */
import { runInNewContext } from 'node:vm';

/** Values that tell when any code of theirs runs. `touch` is called with the name of what ran. */
export function hostileValues(touch: (what: string) => void): Record<string, unknown> {
  const trip = (what: string) => (): never => {
    touch(what);
    throw new Error(`${what} ran`);
  };
  const conversions = {
    toString: { value: trip('toString'), enumerable: true },
    valueOf: { value: trip('valueOf'), enumerable: true },
    toJSON: { value: trip('toJSON'), enumerable: true },
    [Symbol.toPrimitive]: { value: trip('Symbol.toPrimitive') },
    [Symbol.iterator]: { value: trip('Symbol.iterator') },
    [Symbol.toStringTag]: { get: trip('Symbol.toStringTag') },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: trip('inspect.custom') },
    constructor: { get: trip('constructor') },
    then: { get: trip('then') },
    length: { get: trip('length') },
    size: { get: trip('size') },
    message: { get: trip('message') },
    name: { get: trip('name') },
    stack: { get: trip('stack') },
    cause: { get: trip('cause') },
    0: { get: trip('index 0') },
  };
  const everyTrap = Object.fromEntries(
    [
      ...[
        'apply',
        'construct',
        'defineProperty',
        'deleteProperty',
        'get',
        'getOwnPropertyDescriptor',
        'getPrototypeOf',
      ],
      ...['has', 'isExtensible', 'ownKeys', 'preventExtensions', 'set', 'setPrototypeOf'],
    ].map((trap) => [trap, trip(`proxy ${trap}`)]),
  );
  const proxy = new Proxy({ a: 1 }, everyTrap);
  const callableProxy = new Proxy(function target() {}, everyTrap);
  const revoked = Proxy.revocable({}, everyTrap);
  revoked.revoke();

  class Tricky {
    static [Symbol.hasInstance] = trip('Symbol.hasInstance');
    static get [Symbol.species]() {
      return trip('Symbol.species')();
    }
    get total() {
      return trip('getter total')();
    }
    static override(map: object, key: string) {
      return Object.defineProperty(map, key, { value: trip(key), configurable: true });
    }
  }
  class LoudMap extends Map<unknown, unknown> {
    override get(): never {
      return trip('LoudMap.get')();
    }
    override get size(): never {
      return trip('LoudMap.size')();
    }
    override [Symbol.iterator](): never {
      return trip('LoudMap iterator')();
    }
    override entries(): never {
      return trip('LoudMap.entries')();
    }
  }
  class LoudArray extends Array<unknown> {
    static override get [Symbol.species](): never {
      return trip('LoudArray species')();
    }
    override includes(): never {
      return trip('LoudArray.includes')();
    }
  }
  class LoudError extends Error {
    override get name(): never {
      return trip('LoudError.name')();
    }
    override get message(): never {
      return trip('LoudError.message')();
    }
  }
  const named = function named() {};
  Object.defineProperty(named, 'name', { get: trip('function name') });
  Object.defineProperty(named, 'prototype', {
    value: {
      get constructor() {
        return trip('prototype.constructor')();
      },
    },
  });
  const loudMap = Reflect.construct(Map, [[['k', 1]]], LoudMap) as object;
  const captured = {};
  Error.captureStackTrace(captured);
  Object.defineProperty(captured, 'name', { get: trip('captured name') });
  const messageObject = new Error('plain');
  Object.defineProperty(messageObject, 'message', { value: Object.defineProperties({}, conversions) });

  const detached = Object.defineProperty(new ArrayBuffer(8), 'byteLength', { get: trip('detached byteLength') });
  const detachedView = Object.defineProperty(new Uint8Array(detached), 'length', { get: trip('detached length') });
  structuredClone(detached, { transfer: [detached] });
  const elsewhere = runInNewContext(
    `({
      map: Object.defineProperty(new Map([[1, 2]]), 'get', { value: trip('other realm get') }),
      error: Object.defineProperties(new Error('x'), { stack: { get: trip('other realm stack') }, name: { get: trip('other realm name') } }),
      array: Object.defineProperty([1], 0, { get: trip('other realm index') }),
      proxy: new Proxy({}, new Proxy({}, { get: trip('other realm handler') })),
      made: new (class { static [Symbol.hasInstance] = trip('other realm hasInstance'); get total() { trip('other realm total')(); } })(),
    })`,
    { trip },
  ) as object;
  const handled = new Proxy({ a: 1 }, new Proxy({}, { get: trip('handler of a proxy') }));

  return {
    conversions: Object.defineProperties({}, conversions),
    elsewhere,
    handled,
    overHandled: Object.create(handled) as unknown,
    loudArguments: Object.defineProperties(
      (function (..._: unknown[]) {
        return arguments;
      })(1, 2),
      { 0: { get: trip('arguments 0') }, length: { get: trip('arguments length') } },
    ),
    detached,
    detachedView,
    shared: Object.defineProperty(new SharedArrayBuffer(8), 'byteLength', { get: trip('shared byteLength') }),
    resizable: Object.defineProperty(new Uint8Array(new ArrayBuffer(4, { maxByteLength: 8 })), 'length', {
      get: trip('resizable length'),
    }),
    manyKeys: Object.defineProperty(
      Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`key${index}`, index])),
      'key3',
      { get: trip('one of many keys') },
    ),
    speciesPromise: Object.defineProperty(Promise.resolve(), 'constructor', { get: trip('promise constructor') }),
    loudIterator: Object.defineProperty([1].values(), 'next', { value: trip('iterator next') }),
    loudView: Object.defineProperty(new DataView(new ArrayBuffer(2)), 'byteLength', { get: trip('view byteLength') }),
    prototype: Object.create(Object.defineProperties({}, conversions)) as unknown,
    array: Object.defineProperty([1, 2], '0', { get: trip('array index') }),
    holes: Object.setPrototypeOf([, 1], Object.defineProperty({}, '0', { get: trip('hole') })) as unknown,
    proxy,
    callableProxy,
    revoked: revoked.proxy,
    overProxy: Object.create(proxy) as unknown,
    arrayProxy: new Proxy([1], everyTrap),
    mapWithProxyPrototype: Object.setPrototypeOf(new Map([[1, 2]]), proxy) as unknown,
    constructorProxy: Object.create({ constructor: callableProxy }) as unknown,
    tricky: new Tricky(),
    Tricky,
    loudMap,
    loudArray: LoudArray.from([1, 2, 3]),
    loudSet: Tricky.override(new Set([1]), 'has'),
    loudDate: Object.defineProperties(new Date(0), { ...conversions, toISOString: { value: trip('toISOString') } }),
    loudRegexp: Object.defineProperties(/a/g, {
      source: { get: trip('source') },
      flags: { get: trip('flags') },
      global: { get: trip('global') },
      exec: { value: trip('exec') },
    }),
    loudError: new LoudError('x'),
    messageObject,
    captured,
    named,
    boxed: Object.defineProperties(Object('text') as object, {
      toString: { value: trip('boxed toString') },
      valueOf: { value: trip('boxed valueOf') },
    }),
    buffer: Object.defineProperties(Buffer.from('abc'), { length: { get: trip('buffer length') } }),
    bound: Tricky.bind(null),
    thenable: {
      get then() {
        return trip('thenable')();
      },
    },
    asyncThing: Object.defineProperty(Promise.resolve(1), 'then', { get: trip('promise then') }),
    key: Object.defineProperties({}, conversions),
    values: {
      set only(_value: unknown) {
        touch('setter');
      },
    },
  };
}
