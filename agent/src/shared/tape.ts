import type { ObjectKind } from '@stillframe/protocol';

/**
 * How a captured value crosses from the app's thread to the link thread: one flat array of numbers, strings, booleans and
 * nulls, the "tape". Writing it allocates one array instead of a tree of small objects, and structured cloning of it is
 * quick. The walker (probe/walk.ts) writes it, decodeValue (link/decodeValue.ts) reads it; this file is its only grammar.
 *
 *   value   = Undefined | Null | True | False
 *           | Number n | SpecialNumber text          (NaN, Infinity, -Infinity, -0)
 *           | BigInt text | String text | CutString text fullLength | Symbol text
 *           | Function id name isClass
 *           | Ref id | Hole count | Accessor get set
 *           | Unavailable reason
 *           | Object id kindIndex name size text  section* End
 *   section = Props  (key flags value)*   EndSection          flags: 1 symbol, 2 hidden
 *           | Items  value*               EndSection
 *           | Entries (value value)*      EndSection
 *           | CutAt reason missing                            missing -1: unknown
 *
 * An object cut at its depth may follow again, whole, under the same id; the whole one counts.
 * `size` is -1 and `text` null where there is none. Every tag is a number; a reader always knows from the tag what follows.
 */
export const tag = {
  Undefined: 0,
  Null: 1,
  True: 2,
  False: 3,
  Number: 4,
  SpecialNumber: 5,
  BigInt: 6,
  String: 7,
  CutString: 8,
  Symbol: 9,
  Function: 10,
  Ref: 11,
  Hole: 12,
  Accessor: 13,
  Unavailable: 14,
  Object: 15,
  End: 16,
  Props: 17,
  Items: 18,
  Entries: 19,
  CutAt: 20,
  EndSection: 21,
} as const;

export type TapeItem = number | string | boolean | null;
export type Tape = TapeItem[];

export const propertyFlags = { symbol: 1, hidden: 2 } as const;

/** What one walk may take; all are ceilings already clamped by the link thread. */
export type WalkLimits = {
  readonly depth: number;
  readonly properties: number;
  readonly items: number;
  readonly stringLength: number;
};

/** The kinds of objects as numbers, in the order of the protocol's `objectKinds`. */
export const kindNumber = {
  object: 0,
  array: 1,
  map: 2,
  set: 3,
  weakmap: 4,
  weakset: 5,
  weakref: 6,
  date: 7,
  regexp: 8,
  error: 9,
  typedarray: 10,
  arraybuffer: 11,
  dataview: 12,
  promise: 13,
  boxed: 14,
  generator: 15,
  iterator: 16,
  proxy: 17,
  module: 18,
  arguments: 19,
} as const satisfies Record<ObjectKind, number>;
