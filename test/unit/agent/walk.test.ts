import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { createTape, createWalk } from '../../../agent/src/probe/walk.ts';
import { maxCuttableLength } from '../../../agent/src/probe/walk.ts';
import { createTapeReader, decodeValue } from '../../../agent/src/link/decodeValue.ts';
import { kindNumber } from '../../../agent/src/shared/tape.ts';
import { objectKinds } from '../../../protocol/src/index.ts';
import { noRedaction, propertyOf, walked, walkedObject, walkedOne } from './support/walked.ts';

const folder = mkdtempSync(join(tmpdir(), 'stillframe-walk-'));
// Under node_modules it is a real module, not one that the test runner rewrites.
const moduleFile = pathToFileURL(join(folder, 'node_modules/early.mjs'));
afterAll(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true });
});

describe('primitives', () => {
  test.each([
    [undefined, { t: 'undefined' }],
    [null, { t: 'null' }],
    [true, { t: 'boolean', v: true }],
    [1.5, { t: 'number', v: 1.5 }],
    [0, { t: 'number', v: 0 }],
    [-0, { t: 'number', v: '-0' }],
    [NaN, { t: 'number', v: 'NaN' }],
    [-Infinity, { t: 'number', v: '-Infinity' }],
    [12n, { t: 'bigint', v: '12' }],
    [2n ** 5000n, { t: 'bigint', v: 'more than 2**4096' }],
    ['text', { t: 'string', v: 'text' }],
    [Symbol('s'), { t: 'symbol', v: 'Symbol(s)' }],
  ])('%s', (value, expected) => {
    expect(walkedOne(value)).toEqual(expected);
  });
});

describe('kinds of objects', () => {
  class Cart {
    readonly total = 1;
  }
  test.each<[unknown, Record<string, unknown>]>([
    [{ a: 1 }, { kind: 'object', name: 'Object' }],
    [new Cart(), { kind: 'object', name: 'Cart' }],
    [Object.create(null), { kind: 'object', name: '' }],
    [[1, 2], { kind: 'array', name: 'Array', size: 2 }],
    [new Map([[1, 2]]), { kind: 'map', name: 'Map', size: 1 }],
    [new (class Cache extends Map {})(), { kind: 'map', name: 'Cache', size: 0 }],
    [new Set([1]), { kind: 'set', size: 1 }],
    [new WeakMap(), { kind: 'weakmap' }],
    [new WeakSet(), { kind: 'weakset' }],
    [new WeakRef({}), { kind: 'weakref' }],
    [new Date(0), { kind: 'date', text: '1970-01-01T00:00:00.000Z' }],
    [new Date(NaN), { kind: 'date', text: 'Invalid Date' }],
    [/a\/b/gi, { kind: 'regexp', text: '/a\\/b/gi' }],
    [new RangeError('far'), { kind: 'error', name: 'RangeError', text: 'far' }],
    [Buffer.from('ab'), { kind: 'typedarray', name: 'Buffer', size: 2 }],
    [new Float64Array(3), { kind: 'typedarray', name: 'Float64Array', size: 3 }],
    [new ArrayBuffer(4), { kind: 'arraybuffer', size: 4 }],
    [new SharedArrayBuffer(4), { kind: 'arraybuffer', name: 'SharedArrayBuffer', size: 4 }],
    [new DataView(new ArrayBuffer(8)), { kind: 'dataview', size: 8 }],
    [Promise.resolve(1), { kind: 'promise', name: 'Promise' }],
    [new Number(-0), { kind: 'boxed', text: '-0' }],
    [new String('abc'), { kind: 'boxed', name: 'String', text: 'abc', props: [] }],
    [Object(1n), { kind: 'boxed', text: '1n' }],
    [(function* () {})(), { kind: 'generator' }],
    [new Map().entries(), { kind: 'iterator' }],
    [new Proxy({ a: 1 }, {}), { kind: 'proxy', name: '', props: [] }],
    [argumentsOf(1, 2), { kind: 'arguments' }],
    [vm.runInNewContext('new Map([[1, 2]])'), { kind: 'map', name: 'Map', size: 1 }],
    [Object.create(Map.prototype), { kind: 'object', name: 'Map' }],
  ])('row %#', (value, expected) => {
    expect(walkedObject(value)).toMatchObject(expected);
  });

  test('have the numbers of the protocol', () => {
    expect(Object.keys(kindNumber)).toEqual([...objectKinds]);
    expect(Object.values(kindNumber)).toEqual(objectKinds.map((_, index) => index));
  });

  test('a module namespace, an export without a value included', async () => {
    const source = `
      import * as own from '${moduleFile.href}';
      const snapshot = globalThis.onNamespace(own);
      export const later = 1;
      export default snapshot;
    `;
    mkdirSync(dirname(fileURLToPath(moduleFile)));
    writeFileSync(moduleFile, source);
    let early: unknown;
    vi.stubGlobal('onNamespace', (namespace: unknown) => {
      early = walkedObject(namespace);
    });
    const whole: unknown = await import(/* @vite-ignore */ moduleFile.href);
    expect(early).toMatchObject({
      kind: 'module',
      props: [
        { k: 'default', v: { t: 'unavailable', reason: 'uninitialised' } },
        { k: 'later', v: { t: 'unavailable', reason: 'uninitialised' } },
        { k: 'Symbol(Symbol.toStringTag)' },
      ],
    });
    expect(propertyOf(walkedObject(whole), 'later')).toEqual({ t: 'number', v: 1 });
  });

  test('functions and classes', () => {
    class Order {
      id = 1;
    }
    const [named, cls, nameless] = walked([function pay() {}, Order, () => 1]);
    expect(named).toMatchObject({ t: 'function', name: 'pay' });
    expect(cls).toMatchObject({ t: 'function', name: 'Order', isClass: true });
    expect(nameless).toMatchObject({ t: 'function', name: '' });
  });
});

describe('properties', () => {
  test('keep the order of own keys, symbols last, hidden ones marked, accessors not called', () => {
    const object = Object.defineProperty({ b: 1, 2: 'two', [Symbol('s')]: 3 }, 'hidden', {
      value: 4,
      enumerable: false,
    });
    Object.defineProperty(object, 'getter', { get: () => 1, enumerable: true });
    expect(walkedObject(object).props).toEqual([
      { k: '2', v: { t: 'string', v: 'two' } },
      { k: 'b', v: { t: 'number', v: 1 } },
      { k: 'hidden', v: { t: 'number', v: 4 }, hidden: true },
      { k: 'getter', v: { t: 'accessor', get: true, set: false } },
      { k: 'Symbol(s)', v: { t: 'number', v: 3 }, symbol: true },
    ]);
  });

  test('__proto__ as an own key is a key like any other', () => {
    const object: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}');
    const value = walkedObject(object);
    expect(value.props.map(({ k }) => k)).toEqual(['__proto__', 'constructor']);
    expect(value.name).toBe('Object');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('arrays show their named members after their items', () => {
    const match = /b(?<letter>.)/.exec('abc');
    const value = walkedObject(match);
    expect(value.items).toHaveLength(2);
    expect(value.props.map(({ k }) => k)).toEqual(['index', 'input', 'groups']);
  });

  test('an error shows message, stack and cause', () => {
    const value = walkedObject(new Error('outer', { cause: new Error('inner') }));
    expect(value.props.map(({ k }) => k).sort()).toEqual(['cause', 'message', 'stack']);
    expect(propertyOf(value, 'cause')).toMatchObject({ kind: 'error', text: 'inner' });
  });

  test('map entries and set members', () => {
    expect(walkedObject(new Map<unknown, unknown>([['k', { v: 1 }]])).entries).toMatchObject([
      [{ v: 'k' }, { t: 'object', props: [{ k: 'v' }] }],
    ]);
    expect(walkedObject(new Set([1, 'b'])).items).toEqual([
      { t: 'number', v: 1 },
      { t: 'string', v: 'b' },
    ]);
  });

  test('holes are counted together', () => {
    // oxlint-disable-next-line no-sparse-arrays
    expect(walkedObject([1, , , 2, ,]).items).toEqual([
      { t: 'number', v: 1 },
      { t: 'hole', count: 2 },
      { t: 'number', v: 2 },
      { t: 'hole', count: 1 },
    ]);
  });
});

describe('identity', () => {
  test('a cycle is a reference', () => {
    const node: { self?: unknown } = {};
    node.self = node;
    const value = walkedObject(node);
    expect(propertyOf(value, 'self')).toEqual({ t: 'ref', id: value.id });
  });

  test('is kept across values', () => {
    const shared = { a: 1 };
    const [first, second] = walked([{ shared }, shared]);
    expect(first).toMatchObject({ props: [{ k: 'shared', v: { t: 'object' } }] });
    expect(second).toMatchObject({ t: 'ref' });
  });

  test('what was cut at its depth and follows whole is shown where it is whole', () => {
    const deep = { found: 1 };
    const [outer, whole] = walked([{ a: { deep } }, deep], { depth: 2 });
    expect(whole).toMatchObject({ t: 'object', props: [{ k: 'found' }] });
    const inner = outer?.t === 'object' ? propertyOf(outer, 'a') : undefined;
    expect(inner?.t === 'object' ? propertyOf(inner, 'deep') : undefined).toEqual({
      t: 'ref',
      id: whole?.t === 'object' ? whole.id : -1,
    });
  });
});

describe('limits: the last that is shown whole, the first that is cut', () => {
  test('depth', () => {
    expect(walkedObject({ a: { b: 1 } }, { depth: 2 })).not.toHaveProperty('props.0.v.cut');
    expect(walkedObject({ a: { b: {} } }, { depth: 2 })).toHaveProperty('props.0.v.props.0.v.cut.reason', 'depth');
    expect(walkedObject({ a: 1 }, { depth: 0 })).toMatchObject({ props: [], cut: { reason: 'depth' } });
  });

  test('properties', () => {
    expect(walkedObject({ a: 1, b: 2 }, { properties: 2 })).not.toHaveProperty('cut');
    const cut = walkedObject({ a: 1, b: 2, c: 3 }, { properties: 2 });
    expect(cut.props).toHaveLength(2);
    expect(cut.cut).toEqual({ reason: 'properties', missing: 1 });
  });

  test.each([
    ['array', (n: number) => Array.from({ length: n }, (_, i) => i)],
    ['set', (n: number) => new Set(Array.from({ length: n }, (_, i) => i))],
    ['map', (n: number) => new Map(Array.from({ length: n }, (_, i) => [i, i]))],
    ['typed array', (n: number) => new Uint16Array(n)],
    ['array buffer', (n: number) => new ArrayBuffer(n)],
  ])('items of a %s', (_, make) => {
    expect(walkedObject(make(3), { items: 3 })).not.toHaveProperty('cut');
    const cut = walkedObject(make(5), { items: 3 });
    expect((cut.items ?? cut.entries)?.length).toBe(3);
    expect(cut.cut).toEqual({ reason: 'items', missing: 2 });
  });

  test('text', () => {
    expect(walkedOne('abc', { stringLength: 3 })).toEqual({ t: 'string', v: 'abc' });
    expect(walkedOne('abcd', { stringLength: 3 })).toEqual({ t: 'string', v: 'abc', length: 4 });
  });

  test('a text too long to cut is told by its length', () => {
    expect(walkedOne('x'.repeat(maxCuttableLength))).toHaveProperty('v.length', 1_024);
    expect(walkedOne('x'.repeat(maxCuttableLength + 1))).toEqual({ t: 'string', v: '', length: maxCuttableLength + 1 });
  });

  test('bytes', () => {
    const objects = Array.from({ length: 20 }, (_, i) => ({ i, text: 'x'.repeat(100) }));
    expect(walked(objects, { maxBytes: 100_000 }).some(({ t }) => t === 'unavailable')).toBe(false);
    const some = walked(objects, { maxBytes: 1_000 });
    expect(some[0]).toMatchObject({ t: 'object' });
    expect(some[19]).toEqual({ t: 'unavailable', reason: 'bytes' });
    expect(JSON.stringify(some.slice(0, 8)).length).toBeLessThan(2_000);
  });

  test('time', () => {
    expect(walkedOne({ a: 1 }, { deadlineNs: 0 })).toEqual({ t: 'unavailable', reason: 'time' });
    const walk = createWalk(
      { depth: 3, properties: 50, items: 100, stringLength: 100 },
      { maxBytes: 1e6, deadlineNs: performance.now() * 1e6 + 3e6 },
    );
    const tape = createTape();
    const started = performance.now();
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ a: 1, b: 2 })));
    while (walk.cut === undefined)
      walk.value(
        tape,
        wide.map((row) => [...row]),
      );
    expect(walk.cut).toMatch(/time|bytes/);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test('goes on within another budget', () => {
  const limits = { depth: 3, properties: 50, items: 100, stringLength: 100 };
  const walk = createWalk(limits, { maxBytes: 100, deadlineNs: Infinity });
  const tape = createTape();
  walk.value(tape, 'x'.repeat(100));
  walk.value(tape, 1);
  expect(walk.cut).toBe('bytes');
  walk.within({ maxBytes: 200, deadlineNs: Infinity });
  walk.value(tape, 2);
  expect(walk.cut).toBeUndefined();
  const reader = createTapeReader(tape);
  expect([1, 2, 3].map(() => decodeValue(reader, noRedaction))).toEqual([
    { t: 'string', v: 'x'.repeat(100) },
    { t: 'unavailable', reason: 'bytes' },
    { t: 'number', v: 2 },
  ]);
});

describe('the very large', () => {
  /** The quickest of a few: a collection of garbage in the middle says nothing. */
  const quickly = (value: unknown) => {
    let ms = Infinity;
    for (let i = 0; i < 5; i++) {
      const started = performance.now();
      walkedOne(value);
      ms = Math.min(ms, performance.now() - started);
    }
    return ms;
  };

  test('100,000 properties: the first are shown, the rest counted, and the second hit does not list them again', () => {
    const object: Record<string, number> = {};
    for (let i = 0; i < 100_000; i++) object[`key${i}`] = i;
    expect(walkedObject(object).cut).toEqual({ reason: 'properties', missing: 99_950 });
    // A key the second hit does not know of shows that it did not ask for the keys.
    object['later'] = 1;
    object['key0'] = -1;
    const again = walkedObject(object);
    expect(again.cut).toEqual({ reason: 'properties', missing: 99_950 });
    expect(again.props[0]).toEqual({ k: 'key0', v: { t: 'number', v: -1 } });
  });

  test.each([
    ['an array of 10 million', () => new Array<number>(10_000_000).fill(1)],
    ['a sparse array of 4 billion', () => Object.assign([], { 4294967290: 1 })],
    ['a map of 300,000', () => new Map(Array.from({ length: 300_000 }, (_, i) => [i, i]))],
    ['a buffer of 100 MB', () => Buffer.alloc(100_000_000)],
  ])('%s takes no time', (_, make) => {
    const value = make();
    expect(walkedObject(value).cut?.reason).toBe('items');
    expect(quickly(value)).toBeLessThan(10);
  });

  test('a joined text of 50 MB takes no time', () => {
    let rope = 'x';
    while (rope.length < 50_000_000) rope += rope;
    expect(walkedOne(rope)).toMatchObject({ v: '', length: rope.length });
    expect(quickly(rope)).toBeLessThan(10);
  });

  test('a chain of 100,000 prototypes and a list linked 100,000 deep', () => {
    let prototype: object = {};
    let list: object | null = null;
    for (let i = 0; i < 100_000; i++) {
      prototype = Object.create(prototype) as object;
      list = { next: list };
    }
    expect(walkedObject(prototype)).toMatchObject({ kind: 'object' });
    expect(walkedObject(list)).toMatchObject({ kind: 'object' });
  });

  test('at the very end of the stack a value is said to have failed, and the tape stays whole', () => {
    const walk = createWalk(
      { depth: 8, properties: 50, items: 100, stringLength: 9 },
      { maxBytes: 1e9, deadlineNs: Infinity },
    );
    const tape = createTape();
    const value = { a: { b: { c: { d: { e: { f: {} } } } } } };
    let calls = 0;
    const dive = (): void => {
      try {
        dive();
      } catch {
        // Now there is a little stack left, then ever more.
      }
      if (calls++ < 200) {
        try {
          walk.value(tape, { ...value });
        } catch {
          // Not even the first call fitted: nothing may have been written.
        }
      }
    };
    dive();
    expect(tape.length).toBeGreaterThan(0);
    expect(tape).toContain('failed');
  });
});

function argumentsOf(..._values: unknown[]): unknown {
  // oxlint-disable-next-line prefer-rest-params
  return arguments;
}
