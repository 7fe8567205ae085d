import { describe, expect, test } from 'vitest';
import { analyzeCode } from '../../../agent/src/link/codeAnalysis.ts';
import type { VisibleName } from '../../../agent/src/link/visibleNames.ts';

/** The names visible at the text `HERE`, which stands for a statement's start, as `name scope state`. */
function namesAtHere(text: string): string[] {
  const offset = text.indexOf('HERE');
  const lines = text.slice(0, offset).split('\n');
  const at = { line0: lines.length - 1, column0: lines.at(-1)?.length ?? 0 };
  return analyzeCode(text).namesAt(at).map(summary);
}
const summary = ({ name, scope, state }: VisibleName) => `${name} ${scope} ${state}`;

describe('names visible at a place', () => {
  test('parameters and earlier declarations have values, later ones do not', () => {
    const names = namesAtHere('function f(a, { b }, ...rest) { const c = 1; HERE; let d = 2; var e; }');
    expect(names).toEqual([
      'a local ready',
      'b local ready',
      'rest local ready',
      'c local ready',
      'd local uninitialised',
      'e local ready',
      'f module unreachable',
    ]);
  });

  test('a declaration whose initialiser is running has no value', () => {
    expect(namesAtHere('function f() { const x = HERE(); }')).toContain('x local uninitialised');
  });

  test('block, loop and catch bindings are seen inside only', () => {
    const names = namesAtHere(
      'function f(list) { { const gone = 1; } for (const item of list) { try { g(); } catch (error) { HERE; } } }',
    );
    expect(names).toContain('item local ready');
    expect(names).toContain('error local ready');
    expect(names.join()).not.toContain('gone');
  });

  test('an outer variable is reachable only when an inner function mentions it', () => {
    const names = namesAtHere(
      'function outer() { const kept = 1; const lost = 2; use(lost); return function inner() { HERE; return kept; }; }',
    );
    expect(names).toContain('kept closure maybe');
    expect(names).toContain('lost closure unreachable');
  });

  test('an inner name hides the outer one', () => {
    const names = namesAtHere('function outer(x) { return function inner(x) { HERE; }; }');
    expect(names.filter((entry) => entry.startsWith('x '))).toEqual(['x local ready']);
  });

  test('a case of a switch may be entered past the declaration of another', () => {
    const cases = (use: string) => `function f(k) { switch (k) { case 1: let a = 1; ${use} break; case 2: HERE; } }`;
    // Only a closure makes V8 keep it where reading it too early throws.
    expect(namesAtHere(cases('g(() => a);'))).toContain('a local maybe');
    expect(namesAtHere(cases('g(a);'))).toContain('a local uninitialised');
    expect(namesAtHere('function f(k) { switch (k) { case 1: let a = 1; HERE; } }')).toContain('a local ready');
  });

  test.each([
    ['in a default', 'function f(a, b = HERE(a), c) { var d; let e; }', 'a local ready, b local uninitialised'],
    ['in a pattern', 'function f({ a, b = HERE() } = {}) {}', 'a local uninitialised, b local uninitialised'],
    ['in the list of a loop', 'function f(o) { for (const a of HERE(o)) {} }', 'a local uninitialised, o local ready'],
    ['in the body of a loop', 'function f(o) { for (const a of o) { HERE; } }', 'a local ready, o local ready'],
    ['in the pattern of a catch', 'function f() { try {} catch ({ a = HERE() }) {} }', 'a local uninitialised'],
  ])('%s', (_where, text, expected) => {
    expect(namesAtHere(text).join(', ')).toContain(expected);
    expect(namesAtHere(text).join()).not.toMatch(/\b[de] local/);
  });

  test('where a function is left, V8 sees the whole function and none of its blocks', () => {
    const leaving = (text: string) => {
      const at = { line0: 0, column0: text.indexOf('HERE'), kind: 'return' } as const;
      return analyzeCode(text).namesAt(at).map(summary);
    };
    expect(leaving('function f(a) { let b; { let c; return a;HERE; } }')).toEqual(
      expect.arrayContaining(['a local ready', 'b local ready', 'c local unreachable']),
    );
    expect(leaving('function f(a = 1) { let b; return a;HERE; }')).toEqual(
      expect.arrayContaining(['a local ready', 'b local unreachable']),
    );
    expect(leaving('function f(a) { { let a; return a;HERE; } }')).toContain('a local unreachable');
  });

  test('imports and exports of a module can always be read', () => {
    const names = namesAtHere(
      "import { rate } from './rate.js'; export const shared = 1; const own = 2; function f() { HERE; }",
    );
    expect(names).toContain('rate module ready');
    expect(names).toContain('shared module maybe');
    expect(names).toContain('own module unreachable');
  });

  test('top-level code of CommonJS, with return and hashbang', () => {
    const names = namesAtHere('#!/usr/bin/env node\nconst a = 1;\nif (a) return;\nHERE;\nwith (a) {}');
    expect(names).toContain('a local ready');
  });

  test('where a function is written is outside of it', () => {
    const text = 'const f = (inner) => inner + 1;';
    const at = { line0: 0, column0: text.indexOf('(inner)') };
    expect(analyzeCode(text).namesAt(at).map(summary)).toEqual(['f local uninitialised']);
    expect(analyzeCode(text).functionAt(at).isTopLevel).toBe(true);
  });

  test('a class is not there before its declaration ends', () => {
    expect(namesAtHere('function f() { HERE; class Later {} }')).toContain('Later local uninitialised');
  });

  test('`arguments` is named only where it is used', () => {
    expect(namesAtHere('function f() { HERE; return arguments; }')).toContain('arguments local ready');
    expect(namesAtHere('function f() { HERE; }').join()).not.toContain('arguments');
  });
});

describe('where a condition may be evaluated', () => {
  const unsafeAtHere = (text: string, kind: 'return' | 'other' = 'other') => {
    const before = text.slice(0, text.indexOf('HERE'));
    return analyzeCode(text.replace('HERE', '0')).unsafeAt({ line0: 0, column0: before.length, kind });
  };
  test.each([
    ['class A { field = HERE; }', 'class'],
    ['class A { static { HERE; } }', 'class'],
    ['class A { [HERE] = 1; }', 'class'],
    ['class A extends (HERE) {}', 'class'],
    ['class A { field = () => HERE; }', undefined],
    ['class A { method(a = HERE) {} }', undefined],
    ['class A { constructor() { HERE; } }', undefined],
    ['class A extends B { constructor() { HERE; super(); } }', 'super'],
    ['class A extends B { constructor(a = HERE) { super(); } }', 'super'],
    ['class A extends B { constructor() { super(() => HERE); } }', 'super'],
    ['class A extends B { constructor() { if (c) super(1); else { HERE; super(2); } } }', 'super'],
    ['class A extends B { constructor() { super(); HERE; } }', undefined],
    ['class A extends B { constructor() { super(function () { HERE; }); } }', undefined],
    ['with (a) { HERE; }', 'with'],
    ['with (a) { f(() => HERE); }', 'with'],
    ['function f(a) { eval(a); HERE; }', 'eval'],
    ['function f(a) { eval(a); return () => HERE; }', 'eval'],
    ['function f(a) { "use strict"; eval(a); HERE; }', undefined],
    ['function f(a) { (0, eval)(a); HERE; }', undefined],
  ])('%s', (text, expected) => {
    expect(unsafeAtHere(text)).toBe(expected);
  });
  test('functions that end together cannot be told apart', () => {
    const at = (text: string) => ({ line0: 0, column0: text.length - 1, kind: 'return' }) as const;
    const [two, one] = ['(a) => (b) => a + b;', '(a) => a + 1;'];
    expect(analyzeCode(two).unsafeAt(at(two))).toBe('end');
    expect(analyzeCode(one).unsafeAt(at(one))).toBe(undefined);
  });
  test('`this` is known in an arrow function that mentions it', () => {
    const known = (text: string) => analyzeCode(text).isThisKnownAt({ line0: 0, column0: text.indexOf('HERE') });
    expect(known('function f() { return () => { HERE; this.a; }; }')).toBe(true);
    expect(known('function f() { return () => { HERE; return () => this.a; }; }')).toBe(false);
    expect(known('function f() { HERE; }')).toBe(true);
  });
});

describe('the function around a place', () => {
  const text = 'top();\nfunction f() {\n  return [1].map((x) =>\n    x + 1\n  );\n}\n';
  test('is the innermost one', () => {
    const inner = analyzeCode(text).functionAt({ line0: 3, column0: 4 });
    expect(text.slice(inner.start, inner.end)).toBe('(x) =>\n    x + 1');
    expect(inner.lines).toBe(2);
  });
  test('is the whole file at top level', () => {
    expect(analyzeCode(text).functionAt({ line0: 0, column0: 0 })).toEqual({
      start: 0,
      end: text.length,
      lines: 7,
      isTopLevel: true,
    });
  });
});

test('line lengths do not count the line ending', () => {
  const analysis = analyzeCode('ab;\r\nc;\n\nd');
  expect([0, 1, 2, 3, 4].map((line0) => analysis.lineLength(line0))).toEqual([4, 2, 0, 1, 0]);
});

describe('default values', () => {
  test.each([
    ['const { a = HERE() } = read();', true],
    ['const { a: { b = HERE() } } = read();', true],
    ['function f(a, b = HERE()) {}', true],
    ['const { a = 1 } = HERE();', false],
    ['const { [HERE()]: a = 1 } = read();', false],
    ['function f(a = 1) { HERE; }', false],
    ['a = HERE();', false],
  ])('%s', (text, isDefault) => {
    expect(analyzeCode(text).isDefaultAt({ line0: 0, column0: text.indexOf('HERE') })).toBe(isDefault);
  });
});

describe('the name of a function', () => {
  test.each([
    ['function own() { HERE; }', 'own'],
    ['const held = () => HERE;', 'held'],
    ['const held = function own() { HERE; };', 'own'],
    ['const object = { member() { HERE; } };', 'member'],
    ['class Made { method() { HERE; } }', 'method'],
    ['class Made { field = () => HERE; }', 'field'],
    ['class Made { [computed]() { HERE; } }', undefined],
    ['class Made { #hidden() { HERE; } }', undefined],
    ['call(() => HERE);', undefined],
    ['HERE;', undefined],
  ])('%s', (text, name) => {
    expect(analyzeCode(text).functionNameAt({ line0: 0, column0: text.indexOf('HERE') })?.name).toBe(name);
  });
});
