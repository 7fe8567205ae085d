/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
import * as fc from 'fast-check';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compileProgram, EvaluationFailure, missing } from '../../../agent/src/probe/evaluate.ts';
import { maxMadeItems, maxSteps, maxText } from '../../../agent/src/probe/evaluateFailure.ts';
import { pureFunction } from '../../../agent/src/probe/evaluateFunctions.ts';
import { dateMethods, primitiveMethods } from '../../../agent/src/probe/primordialsMethods.ts';
import { parseExpression, pureFunctions, pureMethods } from '../../../protocol/src/index.ts';

class Cart {
  lines = [
    { sku: 'a', qty: 2 },
    { sku: 'b', qty: 0 },
  ];
  get total() {
    return 1;
  }
}
class SmallCart extends Cart {}
class LoudMap extends Map<string, number> {
  override get(): number {
    return 42;
  }
}

const scope: Record<string, unknown> = {
  cart: new SmallCart(),
  Cart,
  Date,
  order: { id: 'o-1', total: 42.5, paid: false, note: null, tags: ['new', 'eu'], __proto__: { inherited: 7 } },
  name: 'Ada Lovelace',
  n: 5,
  big: 10n,
  nothing: undefined,
  nil: null,
  map: new Map<unknown, unknown>([
    ['k', { deep: [1, 2, 3] }],
    [1, 'one'],
  ]),
  set: new Set(['a']),
  weak: new WeakMap(),
  loud: new LoudMap([['k', 1]]),
  date: new Date(Date.UTC(2026, 0, 2)),
  bytes: Buffer.from([1, 2, 250]),
  plain: new Uint8Array([1, 2, 250]),
  error: new TypeError('boom'),
  symbol: Symbol('s'),
  pattern: /a/gi,
  proxy: new Proxy({ a: 1 }, {}),
  foreign: vm.runInNewContext('({ map: new Map([[1, 2]]), list: [1, 2] })') as unknown,
  fn: function pay(_a: unknown, _b: unknown) {},
  bound: Cart.bind(null),
  gone: missing,
};

function evaluate(text: string, values = scope, thisValue: unknown = { self: 1 }): unknown {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { value: program } = parsed;
  return compileProgram(program)(
    program.names.map((name) => (name in values ? values[name] : missing)),
    thisValue,
  );
}

function failure(text: string, values = scope): string {
  try {
    evaluate(text, values);
  } catch (error) {
    if (error instanceof EvaluationFailure) return error.reason;
    throw error;
  }
  throw new Error(`${text} did not fail`);
}

describe('values', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3 ** 2', 19],
    ["'a' + 1 + null + undefined + true + 2n", 'a1nullundefinedtrue2'],
    ['`${name}: ${order.total}!`', 'Ada Lovelace: 42.5!'],
    ['order.total > 40 && !order.paid', true],
    ['nothing ?? nil ?? n', 5],
    ['n > 3 ? "more" : "less"', 'more'],
    ['-n + +"2" - ~1', -1],
    ['7 & 3 | 8 ^ 1 << 2 >> 1 >>> 0', 11],
    ['big * 2n ** 3n', 80n],
    ['typeof order + typeof fn + typeof proxy', 'objectfunctionobject'],
    ['void n', undefined],
    ["'5' == 5 && null == undefined && 1n == 1 && order == order", true],
    ['order != null && order !== nil', true],
    ['this.self', 1],
    ['order.inherited', 7],
    ['order.nope', undefined],
    ['order?.nope?.deeper.still', undefined],
    ['nil?.[n]', undefined],
    ['nothing?.includes("x")', undefined],
    ['(nil?.a) ?? "end"', 'end'],
    ['cart.lines[1].qty', 0],
    ['cart.lines.length', 2],
    ["cart.lines['0'].sku", 'a'],
    ['name.length + name[0]', '12A'],
    ['name[99]', undefined],
    ['map.size + set.size', 3],
    ['bytes.length + bytes[2]', 253],
    ['error.message', 'boom'],
    ['error.name', 'TypeError'],
    ['fn.name + fn.length', 'pay2'],
    ['symbol.description', 's'],
    ['pattern.source', 'a'],
    ["map.get('k').deep.at(-1)", 3],
    ['map.get(1)', 'one'],
    ["map.has('nope') || set.has('a')", true],
    ['weak.has(order)', false],
    ["order.tags.includes('eu')", true],
    ["order.tags.indexOf('eu') + order.tags.lastIndexOf('nope')", 0],
    ["order.tags.join('+')", 'new+eu'],
    ["['a', 'b'].includes('b')", true],
    ['[NaN].includes(NaN)', true],
    ['[NaN].indexOf(NaN)', -1],
    ["name.toLowerCase().startsWith('ada')", true],
    ["name.split(' ').at(1)", 'Lovelace'],
    ["'a,b,c'.split(',', 2).length", 2],
    ["''.split('').length", 0],
    ["'abc'.split('').join('-')", 'a-b-c'],
    ["'  x '.trim() + 'abc'.slice(-2) + 'abc'.at(-1)", 'xbcc'],
    ['order.total.toFixed(2)', '42.50'],
    ['date.getTime()', Date.UTC(2026, 0, 2)],
    ['date.toISOString().slice(0, 10)', '2026-01-02'],
    ['plain.includes(250)', true],
    ['Number.isNaN(order.total) || isNaN("x")', true],
    ['Math.max(n, 7, 3) + Math.round(1.6)', 9],
    ['Array.isArray(cart.lines)', true],
    ['Object.keys(order).length', 5],
    ['String(symbol)', 'Symbol(s)'],
    ['Number("12") + parseInt("0x10")', 28],
    ["'id' in order && 'inherited' in order && !('nope' in order)", true],
    ['cart instanceof Cart', true],
    ['order instanceof Cart', false],
    ['date instanceof Date', true],
    ['n instanceof Cart', false],
    ["order.hasOwnProperty('id')", true],
    ['foreign.map.get(1) + foreign.list.at(0)', 3],
    ['Date.now() > 0', true],
  ])('%s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test('slice gives a real array', () => {
    expect(evaluate('cart.lines.slice(0, 1)')).toEqual([{ sku: 'a', qty: 2 }]);
    expect(Array.isArray(evaluate("name.split(' ')"))).toBe(true);
  });
});

describe('failures say what and why', () => {
  test.each([
    ['cart.total', '`total` is a getter; Stillframe does not run it.'],
    ['order.note.text', '`order.note` is null.'],
    ['nothing.x', '`nothing` is undefined.'],
    ['order.nope.deeper', '`order.nope` is undefined.'],
    ["map.get('zz').deep", '`map.get(…)` is undefined.'],
    ['(order?.nope).x', '`order?.nope` is undefined.'],
    ['gone + 1', '`gone` is not available here.'],
    ['proxy.a', '`proxy` is a proxy; reading it would run its code.'],
    ['order + 1', '`order` is an object; turning it into a number or text would run its code. Use one of its members.'],
    [
      '`${order}`',
      '`order` is an object; turning it into a number or text would run its code. Use one of its members.',
    ],
    [
      'order == 1',
      '`order` is an object; turning it into a number or text would run its code. Use one of its members.',
    ],
    ['date > 5', '`date` is a date. Use `date.getTime()`.'],
    ['symbol + 1', '`symbol` is a symbol.'],
    ["loud.get('k')", '`get` of `loud` is not the built-in one; calls may have effects.'],
    ['order.getTime()', '`order` is an object and has no method `getTime` that can be called here.'],
    ["name.get('k')", '`name` is a string and has no method `get` that can be called here.'],
    ['order[order]', 'a key is an object; turning it into text would run its code.'],
    ["'a' in n", '`n` is not an object, so `in` has no meaning.'],
    ['order instanceof order', '`order` is not a class or constructor.'],
    ['order instanceof bound', '`bound` has no prototype to compare with.'],
    ['fn.caller', '`caller` of a function is not read.'],
    ['n.toFixed(200)', 'toFixed() digits argument must be between 0 and 100.'],
    ['big + 1', 'Cannot mix BigInt and other types, use explicit conversions.'],
    ['2n ** 100000n', 'a bigint has more than 4096 bits, the most that is computed with.'],
    ['1n << 100000n', 'a bigint has more than 4096 bits, the most that is computed with.'],
    ['Object.keys(n)', 'the argument is not an object.'],
  ])('%s', (text, reason) => {
    expect(failure(text)).toBe(reason);
  });

  test('an unknown function of a newer plan fails when it is reached', () => {
    const run = compileProgram({
      text: 'x',
      names: [],
      usesThis: false,
      body: { op: 'static', name: 'eval', args: [] },
    });
    expect(() => run([], undefined)).toThrow(EvaluationFailure);
  });
});

describe('limits: the last that is accepted, the first that is refused', () => {
  test('items looked at', () => {
    const of = (length: number) => ({ list: Array.from({ length }, (_, i) => i) });
    expect(evaluate('list.indexOf(-1)', of(maxSteps - 1))).toBe(-1);
    expect(failure('list.indexOf(-1)', of(maxSteps))).toBe(`it looks at more than ${maxSteps} items.`);
    expect(evaluate('list.indexOf(5)', of(1_000_000))).toBe(5);
  });

  test('text', () => {
    const of = (length: number) => ({ text: 'x'.repeat(length) });
    const reason = `a text is longer than ${maxText} characters, the longest that is looked at.`;
    expect(evaluate("text.endsWith('y')", of(600_000))).toBe(false);
    expect(failure("text.includes('y')", of(maxText + 1))).toBe(reason);
    expect(evaluate('(text + text).length', of(maxText / 4))).toBe(maxText / 2);
    expect(failure('(text + text).length', of(maxText / 4 + 70_000))).toContain('items');
    expect(failure('text + text', of(maxText + 1))).toBe(reason);
    expect(evaluate('text.length', of(50_000_000))).toBe(50_000_000);
  });

  test('items made', () => {
    const of = (length: number) => ({ list: Array.from({ length }, () => 0), text: ','.repeat(length - 1) });
    expect(evaluate('list.slice(0)', of(maxMadeItems))).toHaveLength(maxMadeItems);
    expect(failure('list.slice(0)', of(maxMadeItems + 1))).toContain('1000 items');
    expect(evaluate("text.split(',')", of(maxMadeItems))).toHaveLength(maxMadeItems);
    expect(failure("text.split(',')", of(maxMadeItems + 1))).toContain('1000 items');
  });

  test('Object.keys of a large array', () => {
    expect(evaluate('Object.keys(list).length', { list: new Array(10_000).fill(0) })).toBe(10_000);
    expect(failure('Object.keys(list).length', { list: new Array(10_001).fill(0) })).toContain('10000 items');
  });

  test('the budget is new for every evaluation', () => {
    const parsed = parseExpression('list.includes(-1)');
    if (!parsed.ok) throw new Error(parsed.error.message);
    const run = compileProgram(parsed.value);
    const list = Array.from({ length: 9_000 }, (_, i) => i);
    for (let i = 0; i < 3; i++) expect(run([list], undefined)).toBe(false);
  });
});

test('every listed method and function can be called', () => {
  for (const name of pureFunctions) expect(pureFunction(name), name).toBeTypeOf('function');
  for (const kind of ['string', 'number', 'bigint', 'boolean', 'symbol'] as const) {
    for (const name of pureMethods[kind].filter((name) => name !== 'split')) {
      expect(primitiveMethods[kind]?.[name], `${kind}.${name}`).toBeTypeOf('function');
    }
  }
  for (const name of pureMethods.date) expect(dateMethods[name], name).toBeTypeOf('function');
  const receivers = { array: [1], map: new Map([[1, 1]]), set: new Set([1]), object: { 1: 1 } };
  for (const [kind, receiver] of Object.entries(receivers)) {
    for (const name of pureMethods[kind as keyof typeof receivers]) {
      expect(() => evaluate(`r.${name}(1)`, { r: receiver }), `${kind}.${name}`).not.toThrow();
    }
  }
});

describe('against JavaScript itself', () => {
  const atom = fc.constantFrom(
    ...['a', 'b', 's', 'list', 'o', 'm', 'u', '1', '0', '-1', '2.5', "'x'", "''", "'1'", 'true', 'null', 'undefined'],
    ...['NaN', '3n', 'o.n', 'o.s', 'o.l', 'list[1]', 's[0]', 'this'],
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '%', '<', '>=', '===', '!=', '==', '&', '>>', '**'),
          tie('expression'),
        )
        .map(([l, op, r]) => `(${l}) ${op} (${r})`),
      fc
        .tuple(tie('expression'), fc.constantFrom('&&', '||', '??'), tie('expression'))
        .map(([l, op, r]) => `((${l}) ${op} (${r}))`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([t, y, n]) => `((${t}) ? (${y}) : (${n}))`),
      fc
        .tuple(fc.constantFrom('!', '-', '+', '~', 'typeof ', 'void '), tie('expression'))
        .map(([op, x]) => `${op}(${x})`),
      fc
        .tuple(tie('expression'), fc.constantFrom('.length', '?.n', '.l', '?.[0]', "['s']", '.size', '?.n.k'))
        .map(([x, key]) => `(${x})${key}`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom(
            'includes',
            'indexOf',
            'slice',
            'at',
            'join',
            'split',
            'get',
            'has',
            'toFixed',
            'trim',
            'charCodeAt',
            'lastIndexOf',
            'startsWith',
            'toString',
          ),
          tie('expression'),
        )
        .map(([x, method, arg]) => `(${x})?.${method}(${arg})`),
      fc
        .tuple(
          fc.constantFrom(
            'Math.max',
            'Number',
            'String',
            'isNaN',
            'Math.round',
            'Boolean',
            'Array.isArray',
            'Number.isInteger',
          ),
          tie('expression'),
        )
        .map(([fn, x]) => `${fn}(${x})`),
      tie('expression').map((x) => '`<${' + x + '}>`'),
    ),
  }));
  const world = () => ({
    a: 7,
    b: -0.5,
    s: 'a text, b',
    list: [1, 'x', null, 2.5],
    o: { n: 3, s: 'x1', l: ['x', 1] },
    m: new Map<unknown, unknown>([['x', 1]]),
    u: undefined,
  });

  test('what it evaluates is what JavaScript evaluates, and nothing changes', () => {
    let compared = 0;
    fc.assert(
      fc.property(expression, (text) => {
        const parsed = parseExpression(text);
        if (!parsed.ok) return;
        const values = world();
        const self = { n: 1 };
        let mine: unknown;
        try {
          mine = evaluate(text, values, self);
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationFailure);
          return;
        }
        expect(values).toEqual(world());
        // oxlint-disable-next-line typescript/no-implied-eval -- the oracle
        const oracle = new Function(...Object.keys(values), `'use strict'; return (${text});`);
        const theirs: unknown = oracle.apply(self, Object.values(values));
        compared++;
        expect(mine).toEqual(theirs);
      }),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });
});
