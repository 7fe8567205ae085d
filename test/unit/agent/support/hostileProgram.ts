/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
import { compileProgram, EvaluationFailure } from '../../../../agent/src/probe/evaluate.ts';
import { createTape, createWalk } from '../../../../agent/src/probe/walk.ts';
import { parseExpression } from '../../../../protocol/src/index.ts';
import { hostileValues } from './hostileValues.ts';
import { patchEverything } from './patchEverything.ts';

/**
 * Runs in a process of its own, on any Node: reads hostile values with every built-in patched, and prints what ran.
 * `control` is what a naive reader sets off, which shows that the traps work.
 */
// Without a prototype: its setters are patched.
const list = <T>() => Object.setPrototypeOf([], null) as T[];
const touched = list<string>();
const touch = (what: string) => {
  touched[touched.length] = what;
};

const values = hostileValues(touch);
const names = Object.keys(values);
const calm = {
  text: 'some text, with words',
  list: [1, 2, 'three', null],
  map: new Map<unknown, unknown>([['k', { deep: 1 }]]),
  set: new Set(['a']),
  date: new Date(0),
  bytes: new Uint8Array([1, 2, 3]),
  error: new TypeError('calm'),
  count: 3,
  big: 5n,
  symbol: Symbol('s'),
};
const scope: Record<string, unknown> = { ...values, ...calm };
const expressions = [
  ...names.flatMap((name) => [
    ...[`${name}.a`, `${name}.length`, `${name}.size`, `${name}.message`, `${name}.stack`, `${name}.total`],
    ...[`${name}[0]`, `${name} + 1`, `-${name}`, `${name} == 1`, `${name} == ${name}`, `${name} === 1`, `${name} < 2`],
    ...['`${' + name + '}`', `'a' in ${name}`, `${name} in {}.x`, `text in ${name}`, `key in ${name}`],
    ...[`${name} instanceof Tricky`, `${name} instanceof callableProxy`, `${name} instanceof bound`, `typeof ${name}`],
    ...[
      `${name} instanceof named`,
      `!${name}`,
      `${name}?.then`,
      `${name}.get('k')`,
      `${name}.has('k')`,
      `text[${name}]`,
    ],
    ...[`${name}.includes(1)`, `${name}.indexOf(1)`, `${name}.slice(0, 1)`, `${name}.join('-')`, `${name}.at(0)`],
    ...[
      `${name}.toString()`,
      `${name}.valueOf()`,
      `${name}.getTime()`,
      `${name}.toISOString()`,
      `Object.keys(${name})`,
    ],
    ...[`String(${name})`, `Number(${name})`, `isNaN(${name})`, `Math.max(${name}, 1)`, `Array.isArray(${name})`],
    ...[
      `text.includes(${name})`,
      `text.split(${name})`,
      `text.slice(${name})`,
      `list.includes(${name})`,
      `BigInt(${name})`,
    ],
    ...[
      `map.get(${name})`,
      `set.has(${name})`,
      `list.slice(${name})`,
      `list.at(${name})`,
      `${name}.hasOwnProperty('a')`,
    ],
    ...[`list.join(${name})`, `Object.hasOwn(${name}, 'a')`, `Object.is(${name}, 1)`, `${name}.split(',')`],
  ]),
  ...[
    'text.split(",")',
    'text.split("")',
    'text.toUpperCase().trim()',
    'list.join("-")',
    'list.slice(1)',
    'list.at(-1)',
  ],
  ...[
    'list.includes("three")',
    'map.get("k").deep',
    'map.size',
    'set.has("a")',
    'date.getTime()',
    'date.toISOString()',
  ],
  ...['bytes.length', 'bytes[1]', 'bytes.includes(2)', 'error.message', 'error.stack', 'count.toFixed(2)', 'big ** 2n'],
  ...[
    'symbol.description',
    'symbol.toString()',
    'Math.max()',
    'Number()',
    'String()',
    '[1, count].includes(3)',
    'big.toString()',
  ],
  ...[
    'error instanceof Tricky',
    'Object.keys(list)',
    '`${count} and ${text}`',
    '"k" in map',
    'count > 2 && text !== ""',
  ],
];
const programs = expressions.flatMap((text) => {
  const parsed = parseExpression(text);
  return parsed.ok ? [{ text, names: parsed.value.names, run: compileProgram(parsed.value) }] : [];
});
const inputs = programs.map((program) => program.names.map((name) => scope[name]));
const limits = { depth: 4, properties: 50, items: 100, stringLength: 200 };

const deep = { scope, list: [values], map: new Map([[values, values]]), set: new Set([values]) };
const naive = [
  () => JSON.stringify(scope),
  () => String(values['conversions']),
  () => [...calm.list],
  () => ({}) instanceof (values['Tricky'] as new () => object),
];
const shown = [
  ...['text.split(",")', 'list.join("-")', 'map.get("k").deep', 'map.size', 'bytes.includes(2)', 'big ** 2n'],
  ...['list.at(-1)', 'date.toISOString()', 'error.message', 'error.stack', 'count.toFixed(2)'],
];

type Round = {
  readonly touched: readonly string[];
  /** What a naive reader sets off. */
  readonly control: readonly string[];
  /** Expressions that threw something else than an EvaluationFailure. */
  readonly badThrows: readonly string[];
  readonly tape: number;
  readonly cut: string | undefined;
  readonly results: Record<string, unknown>;
};

function round(patch: () => () => void): Round {
  const results = list<unknown>();
  const badThrows = list<string>();
  const restore = patch();
  touched.length = 0;
  for (let index = 0; index < programs.length; index++) {
    const before = touched.length;
    const program = programs[index];
    if (program === undefined) continue;
    try {
      results[index] = program.run(inputs[index] ?? [], undefined);
    } catch (error) {
      // Asked without `instanceof`, which is patched.
      if (isPrototypeOf(EvaluationFailure.prototype, error)) results[index] = 'failed';
      else badThrows[badThrows.length] = program.text;
    }
    for (let at = before; at < touched.length; at++) touched[at] += ` in ${program.text}`;
  }
  const walk = createWalk(limits, { maxBytes: 10_000_000, deadlineNs: Infinity });
  const tape = createTape();
  const walkFrom = touched.length;
  walk.value(tape, deep);
  walk.value(tape, scope, 8);
  for (let at = walkFrom; at < touched.length; at++) touched[at] += ' in walk';
  const found = touched.length;
  for (let index = 0; index < naive.length; index++) {
    try {
      naive[index]?.();
    } catch {
      // Its canary threw.
    }
  }
  restore();
  const all = Array.from({ length: touched.length }, (_, index) => touched[index] ?? '');
  const said = (text: string) => {
    const result = results[programs.findIndex((program) => program.text === text)];
    return typeof result === 'bigint' ? `${result}n` : result;
  };
  return {
    touched: all.slice(0, found),
    control: all.slice(found),
    badThrows: Array.from({ length: badThrows.length }, (_, index) => badThrows[index] ?? ''),
    tape: tape.length,
    cut: walk.cut,
    results: Object.fromEntries(shown.map((text) => [text, said(text)])),
  };
}

const isPrototypeOf = (prototype: object, value: unknown) => getPrototypeOf(value as object) === prototype;
const { getPrototypeOf } = Reflect;

const prepared = () => {
  Error.prepareStackTrace = () => touch('Error.prepareStackTrace');
  return () => {
    Reflect.deleteProperty(Error, 'prepareStackTrace');
  };
};

console.log(
  JSON.stringify({
    evaluated: programs.length,
    calm: round(() => () => {}),
    patched: round(() => patchEverything(touch)),
    hooked: round(prepared),
  }),
);
