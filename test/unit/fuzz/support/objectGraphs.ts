import { types } from 'node:util';
import * as fc from 'fast-check';

/** What a node is made as, by number; then it is given members, itself among them. */
const makers: readonly ((text: string, count: number) => object)[] = [
  () => ({}),
  () => [],
  () => new Map(),
  () => new Set(),
  (text) => new Error(text),
  (text) => Object.assign(new (class Shop extends Map {})(), { text }),
  () => Object.create(null) as object,
  (text) =>
    new (class Cart {
      text = text;
      #hidden = 1;
      get total() {
        return this.#hidden;
      }
    })(),
  (_, count) => new Uint8Array(count),
  (_, count) => new Float64Array(count).fill(NaN),
  (_, count) => new ArrayBuffer(count),
  (_, count) => new SharedArrayBuffer(count),
  (_, count) => new DataView(new ArrayBuffer(count)),
  (_, count) => structuredClone(new ArrayBuffer(count)),
  (text, count) => Buffer.from(text.repeat(count % 9)),
  (_, count) => new Date(count * 1e12),
  () => new Date(NaN),
  (text) => new RegExp(text.replace(/[^a-z]/g, '.'), 'dgimsuy'),
  (text) => Object(text) as object,
  () => Object(Symbol('boxed')) as object,
  () => Object(10n ** 30n) as object,
  (text) => Promise.resolve(text),
  () => new WeakMap(),
  () => new WeakRef({}),
  () => [1, 2].values(),
  () => new Map([[1, 2]]).entries(),
  () =>
    (function* () {
      yield 1;
    })(),
  () => new Proxy({}, {}),
  () => new Proxy(() => {}, {}),
  (text) => Object.defineProperty(() => text, 'name', { value: text }),
  () => Map,
  (_, count) => new Array<unknown>(count * 1_000),
  (_, count) => {
    const sparse: unknown[] = [];
    sparse[count * 97] = 1;
    return sparse;
  },
  (...args) =>
    function () {
      return arguments as object;
    }.apply(undefined, args as never),
  (text) => Object.freeze({ text }),
  (text, count) => Object.fromEntries(Array.from({ length: count * 20 }, (_, index) => [text + index, index])),
  () => detached(),
  (_, count) => new Uint8Array(new ArrayBuffer(count, { maxByteLength: 100 })),
];

function detached(): object {
  const buffer = new ArrayBuffer(8);
  const view = new Uint8Array(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  return view;
}

const primitives: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('4111111111111111', 'Bearer 8d1f22aa', 'x'.repeat(3_000), 'password=1 '.repeat(50), '\ud800', ''),
  fc.double(),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, 4111111111111111),
  fc.bigInt(),
  fc.constantFrom(2n ** 5000n, -(2n ** 5000n), Symbol('s'), Symbol.iterator, Symbol(), null, undefined, true, false),
);

const keys = fc.oneof(
  fc.constantFrom<PropertyKey>(
    'a',
    'b',
    'password',
    '__proto__',
    'constructor',
    'then',
    'length',
    'message',
    'stack',
    '0',
    '7',
  ),
  fc.constantFrom<PropertyKey>(
    Symbol('key'),
    Symbol.iterator,
    Symbol.toStringTag,
    'x'.repeat(500),
    4294967294,
    '4111111111111111',
  ),
  fc.string({ maxLength: 10 }),
);

/** A graph as plain data: fast-check looks into what it generates, which nobody may do with these objects. */
export type GraphPlan = {
  readonly nodes: readonly (readonly [kind: number, text: string, count: number])[];
  readonly links: readonly (readonly [from: number, to: number, key: PropertyKey, primitive: unknown, how: number])[];
};

export const graphPlans: fc.Arbitrary<GraphPlan> = fc.record({
  nodes: fc.array(fc.tuple(fc.nat(makers.length - 1), fc.string({ maxLength: 12 }), fc.nat(30)), {
    minLength: 1,
    maxLength: 12,
  }),
  links: fc.array(fc.tuple(fc.nat(11), fc.nat(13), keys, primitives, fc.nat(9)), { maxLength: 30 }),
});

/** Objects of every kind, with cycles, shared members, getters, setters, and proxies as prototypes. Returns the first. */
export function buildGraph({ nodes, links }: GraphPlan): unknown {
  const made = nodes.map(([kind, text, count]) => makers[kind]?.(text, count) ?? {});
  for (const [from, to, key, primitive, how] of links) {
    link(made[from % made.length] ?? {}, key, to < made.length ? made[to] : primitive, how);
  }
  return made[0];
}

function link(holder: object, key: PropertyKey, value: unknown, how: number): void {
  try {
    if (types.isMap(holder) && how < 5) Map.prototype.set.call(holder, how < 2 ? value : key, value);
    else if (types.isSet(holder) && how < 5) Set.prototype.add.call(holder, value);
    else if (Array.isArray(holder) && how < 5) holder[holder.length] = value;
    else if (how === 5) Reflect.defineProperty(holder, key, { get: run, set: run, configurable: true });
    else if (how === 6 && typeof value === 'object') Reflect.setPrototypeOf(holder, value);
    else Reflect.defineProperty(holder, key, { value, enumerable: how > 6, configurable: true, writable: true });
  } catch {
    // Frozen ones, views and the length of an array do not take everything, which is as good.
  }
}

/** Getters of the graph that ran. */
export const ran = { count: 0 };
function run(): void {
  ran.count++;
}
