import { describe, expect, test } from 'vitest';
import { analyzeCode, type VisibleName } from '../../../agent/src/link/codeAnalysis.ts';

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
    expect(namesAtHere('function f(k) { switch (k) { case 1: let a = 1; break; case 2: HERE; } }')).toContain(
      'a local maybe',
    );
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
