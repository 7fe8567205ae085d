import * as v from 'valibot';

/**
 * A value as it was at the hit, already bounded and redacted. Objects carry an `id` that is unique in their capture;
 * a second sight of the same object is a `ref` to it, so cycles and shared references keep their identity.
 */
export type Value =
  | { readonly t: 'undefined' }
  | { readonly t: 'null' }
  | { readonly t: 'boolean'; readonly v: boolean }
  /** NaN, ±Infinity and -0 travel as text because JSON has no word for them. */
  | { readonly t: 'number'; readonly v: number | 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { readonly t: 'bigint'; readonly v: string }
  /**
   * `length` is the full length in UTF-16 units, given when `v` was cut. `redacted`: parts of it were hidden, and say so
   * in their place: `Authorization: Bearer ‹redacted: bearer token›`.
   */
  | { readonly t: 'string'; readonly v: string; readonly length?: number; readonly redacted?: boolean }
  | { readonly t: 'symbol'; readonly v: string }
  | { readonly t: 'function'; readonly id: number; readonly name: string; readonly isClass?: boolean }
  | ObjectValue
  | { readonly t: 'ref'; readonly id: number }
  /** A hole of `count` consecutive missing array items. */
  | { readonly t: 'hole'; readonly count: number }
  /** A getter or setter; never called. */
  | { readonly t: 'accessor'; readonly get: boolean; readonly set: boolean }
  /**
   * Hidden before it left the process: by the name it is under, by what it looks like, or by its class. `what` says more
   * in a few words (`card number`, `not on the allow-list`); `type` what it was, where that may be known.
   */
  | {
      readonly t: 'redacted';
      readonly reason: 'name' | 'pattern' | 'type';
      readonly what?: string;
      readonly type?: 'string' | 'number' | 'bigint' | 'boolean' | 'symbol';
    }
  /** Not readable here: uninitialised, removed by the build, or cut by a limit. */
  | { readonly t: 'unavailable'; readonly reason: UnavailableReason };

export type UnavailableReason = 'uninitialised' | 'removed' | 'depth' | 'bytes' | 'time' | 'failed';

export const objectKinds = [
  'object',
  'array',
  'map',
  'set',
  'weakmap',
  'weakset',
  'weakref',
  'date',
  'regexp',
  'error',
  'typedarray',
  'arraybuffer',
  'dataview',
  'promise',
  'boxed',
  'generator',
  'iterator',
  'proxy',
  'module',
  'arguments',
] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** Why something was left out, and how much when that is known. */
export type Cut = {
  readonly reason: 'depth' | 'properties' | 'items' | 'bytes' | 'time';
  readonly missing?: number;
};

export type Property = {
  /** The key as text; symbols as `Symbol(name)` with `symbol: true`. May be any text, `__proto__` included. */
  readonly k: string;
  readonly v: Value;
  readonly symbol?: boolean;
  /** Present and true for a non-enumerable property. */
  readonly hidden?: boolean;
};

export type ObjectValue = {
  readonly t: 'object';
  readonly id: number;
  readonly kind: ObjectKind;
  /** Constructor name found without running code (`Cart`, `Array`, `Object`); '' for a null prototype. */
  readonly name: string;
  /** Items of an array or typed array, entries of a map or set, bytes of a buffer. */
  readonly size?: number;
  /** The one-line content of dates (ISO), regexps (`/a/g`), errors (`message`), boxed primitives, promise state. */
  readonly text?: string;
  readonly props: readonly Property[];
  /** Array, typed array and set items, in order; holes as `hole`. */
  readonly items?: readonly Value[];
  /** Map entries, in order. */
  readonly entries?: readonly (readonly [Value, Value])[];
  readonly cut?: Cut;
};

const IdSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const CutSchema = v.object({
  reason: v.picklist(['depth', 'properties', 'items', 'bytes', 'time']),
  missing: v.optional(v.number()),
});

/** Checks a Value of any depth; the agent's ceilings keep real ones shallow, and JSON.parse has bounded hostile ones. */
export const ValueSchema: v.GenericSchema<Value> = v.lazy((input) => {
  const kind = typeof input === 'object' && input !== null && 't' in input ? input.t : undefined;
  // `v.variant` tries one option after the other, which makes large captures four times slower to check.
  return typeof kind === 'string' && Object.hasOwn(byKind, kind) ? byKind[kind as Value['t']] : UnknownSchema;
});

export const PropertySchema: v.GenericSchema<Property> = v.object({
  k: v.string(),
  v: ValueSchema,
  symbol: v.optional(v.boolean()),
  hidden: v.optional(v.boolean()),
});

const byKind: { readonly [K in Value['t']]: v.GenericSchema<Extract<Value, { readonly t: K }>> } = {
  undefined: v.object({ t: v.literal('undefined') }),
  null: v.object({ t: v.literal('null') }),
  boolean: v.object({ t: v.literal('boolean'), v: v.boolean() }),
  number: v.object({
    t: v.literal('number'),
    v: v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity', '-0'])]),
  }),
  bigint: v.object({ t: v.literal('bigint'), v: v.string() }),
  string: v.object({
    t: v.literal('string'),
    v: v.string(),
    length: v.optional(v.number()),
    redacted: v.optional(v.boolean()),
  }),
  symbol: v.object({ t: v.literal('symbol'), v: v.string() }),
  function: v.object({ t: v.literal('function'), id: IdSchema, name: v.string(), isClass: v.optional(v.boolean()) }),
  object: v.object({
    t: v.literal('object'),
    id: IdSchema,
    kind: v.picklist(objectKinds),
    name: v.string(),
    size: v.optional(v.number()),
    text: v.optional(v.string()),
    props: v.array(PropertySchema),
    items: v.optional(v.array(ValueSchema)),
    entries: v.optional(v.array(v.tuple([ValueSchema, ValueSchema]))),
    cut: v.optional(CutSchema),
  }),
  ref: v.object({ t: v.literal('ref'), id: IdSchema }),
  hole: v.object({ t: v.literal('hole'), count: v.number() }),
  accessor: v.object({ t: v.literal('accessor'), get: v.boolean(), set: v.boolean() }),
  redacted: v.object({
    t: v.literal('redacted'),
    reason: v.picklist(['name', 'pattern', 'type']),
    what: v.optional(v.string()),
    type: v.optional(v.picklist(['string', 'number', 'bigint', 'boolean', 'symbol'])),
  }),
  unavailable: v.object({
    t: v.literal('unavailable'),
    reason: v.picklist(['uninitialised', 'removed', 'depth', 'bytes', 'time', 'failed']),
  }),
};

/** For what is none: its issue names the kinds there are. */
const UnknownSchema = v.object({
  t: v.picklist(Object.keys(byKind) as Value['t'][]),
}) as unknown as v.GenericSchema<never>;
