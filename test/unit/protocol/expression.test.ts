/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifiersOf, limits, parseExpression, pureFunctions, pureMethods } from '../../../protocol/src/index.ts';

function parsed(text: string) {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refusal(text: string) {
  const result = parseExpression(text);
  if (result.ok) throw new Error(`${text} was accepted`);
  return result.error;
}

describe('parseExpression', () => {
  test.each([
    'order',
    'this.cart.lines[0].qty',
    "user?.address?.['city']",
    '(a + b) * 2 ** -c',
    'total !== total || total > 1e3 && !paid',
    'a ?? b',
    'x ? y : z',
    '`order ${id} of ${user.name}`',
    "'key' in object",
    'error instanceof TypeError',
    'typeof x === "string"',
    'void 0',
    '12345678901234567890n + 1n',
    "['new', 'paid'].includes(order.state)",
    "map.get('k')?.size",
    'Number.isNaN(total)',
    'Math.max(a, b) - Date.now()',
    'total.toFixed(2)',
    'a /* with */ + b // comments',
  ])('accepts %s', (text) => {
    expect(parseExpression(text)).toMatchObject({ ok: true });
  });

  test.each([
    ['a = 1', 1, 'write `===`'],
    ['x + (a += 1)', 6, 'write `===`'],
    ['count++', 1, 'Write `+ 1`'],
    ['order.pay()', 1, 'calls may have effects'],
    ['x && pay(order)', 6, 'calls may have effects'],
    ["eval('x')", 1, 'calls may have effects'],
    ["a['includes'](b)", 1, 'calls may have effects'],
    ['a.includes?.(b)', 1, 'write `?.includes(…)`'],
    ['Math.random()', 1, 'calls may have effects'],
    ['new Date()', 1, '`new` runs a constructor'],
    ['await x', 1, 'the line after the await'],
    ['/a+/', 1, 'Use `includes`'],
    ['() => 1', 1, 'functions and classes'],
    ['function () {}', 1, 'functions and classes'],
    ['class {}', 1, 'functions and classes'],
    ['[...items]', 2, 'one by one'],
    ['a, b', 1, 'one watch for each'],
    ['tag`x`', 1, 'without the tag'],
    ['delete a.b', 1, 'write `key in object`'],
    ['{ a: 1 }', 1, 'object literal'],
    ['this.#secret', 6, 'Watch a public member'],
    ['#secret in this', 1, 'Watch a public member'],
    ['super.x', 1, 'Use `this`'],
    ["import('x')", 1, 'loads code'],
    ['[, a]', 1, 'Write undefined'],
    ['a b', 3, '`b` is not expected'],
    ['a as string', 3, '`as` is not expected'],
    ['a;', 2, '`;` is not expected'],
    ['a.', 3, 'Unexpected token'],
    ['"abc', 1, 'Unterminated string'],
    ['', 1, 'Write one'],
    ['  // nothing', 1, 'Write one'],
  ])('refuses %s at column %i and says what to write instead', (text, column1, hint) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'EXPRESSION_REFUSED', column1 });
    expect(error.message).toContain(hint);
  });

  test('accepts the longest expression and refuses one character more', () => {
    const longest = `'${'x'.repeat(limits.expressionLength - 2)}'`;
    expect(parseExpression(longest).ok).toBe(true);
    expect(refusal(`${longest} `).message).toContain('1000 characters');
  });

  test('accepts 100 levels and refuses 101', () => {
    expect(parseExpression(`${'!'.repeat(99)}a`).ok).toBe(true);
    expect(refusal(`${'!'.repeat(100)}a`).message).toContain('100 levels');
  });

  test.each(['(', '[', '-', '- ', '!', '{', '`${', 'a?', 'a?b:', 'a**', 'a.b[', 'a=>', 'new ', 'async(', '"', '/*'])(
    'survives 1,000 characters of %s',
    (piece) => {
      expect(parseExpression(piece.repeat(1_000).slice(0, 1_000)).ok).toBe(false);
    },
  );

  test('gives free names once, in order, and not the names of listed functions', () => {
    const program = parsed('b.x + a + b + Math.abs(c) + undefined + NaN + this.d');
    expect(program.names).toEqual(['b', 'a', 'c']);
    expect(program.usesThis).toBe(true);
    expect(parsed('Math + 1').names).toEqual(['Math']);
  });

  test('never throws, and never accepts a word that acts', () => {
    const piece = fc.constantFrom(
      ...['a', 'b.c', '(', ')', '[', ']', '{', '}', '?.', '.', ',', '=', '+=', '++', '=>', '...', 'new ', 'await '],
      ...['delete ', 'typeof ', '`', '${', '"', "'", '/', '*', '#', 'this', 'f(', 'eval(', 'in ', '1', '0n', ' ', '\n'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const result = parseExpression(pieces.join(''));
        if (!result.ok) {
          expect(result.error.column1).toBeGreaterThanOrEqual(1);
          return;
        }
        expect(JSON.stringify(result.value.body)).not.toMatch(
          /"op":"(?!literal|bigint|name|this|member|unary|binary|logical|conditional|template|array|chain)/,
        );
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the list of pure built-ins', () => {
  test('names only what exists in V8', () => {
    const samples = {
      string: '',
      number: 0,
      bigint: 0n,
      boolean: true,
      symbol: Symbol(),
      array: [],
      map: new Map(),
      set: new Set(),
      date: new Date(),
      object: {},
    };
    for (const [kind, names] of Object.entries(pureMethods)) {
      for (const name of names) {
        const found: unknown = Reflect.get(Object(samples[kind as keyof typeof samples]) as object, name);
        expect(typeof found, `${kind}.${name}`).toBe('function');
      }
    }
    for (const name of pureFunctions) {
      const found = name.split('.').reduce<unknown>((at, key) => Reflect.get(at as object, key), globalThis);
      expect(typeof found, name).toBe('function');
    }
  });
});

describe('identifiersOf', () => {
  test.each([
    ['user.password', ['user', 'password']],
    ["user?.['pass' + 'word']", ['user', 'password']],
    ['user[`pass${"word"}`]', ['user', 'password']],
    ["headers.get('cookie')", ['headers', 'cookie']],
    ['user[field]', ['user', 'field']],
    ['[a, b.token].includes(c) ? `${d.e}` : Math.max(f.g, !h.i)', ['token', 'e', 'g', 'i']],
    ["x === 'password'", ['x']],
  ])('of %s', (text, expected) => {
    const found = identifiersOf(parsed(text));
    expect(found).toEqual(expect.arrayContaining(expected));
    if (text.includes("'password'")) expect(found).not.toContain('password');
  });
});
