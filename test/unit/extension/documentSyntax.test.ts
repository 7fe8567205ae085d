import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../extension/src/language/server/documentSyntax.ts';

const shop = (name: string) =>
  readFileSync(new URL(`../../../examples/shop/src/${name}`, import.meta.url), 'utf8').replaceAll('\r', '');

/** Reads a text at the line with `// HERE`. */
function at(text: string, languageId = 'typescript') {
  const line0 = text.split('\n').findIndex((line) => line.includes('// HERE'));
  const syntax = parseDocument(text, languageId);
  if (syntax === undefined) throw new Error('not readable');
  return { line0, syntax };
}

describe('the syntax of a document', () => {
  it('knows the function of a line and what has a value there, in TypeScript', () => {
    const lines = shop('checkout.ts').split('\n');
    const line0 = lines.findIndex((line) => line.includes('const charged = pay('));
    const syntax = parseDocument(lines.join('\n'), 'typescript');
    const range = syntax?.functionAt(line0);
    expect(lines[range?.startLine0 ?? 0]).toContain('async function checkout(');
    expect(lines[range?.endLine0 ?? 0]).toBe('}');
    const names = syntax?.namesAt(line0) ?? [];
    expect(names.slice(0, 8).sort()).toEqual(
      ['cart', 'net', 'rate', 'shop', 'shortages', 'startedAt', 'total', 'user'].sort(),
    );
    // What is declared further down, and what is only a type, has no value.
    for (const absent of ['charged', 'order', 'Cart', 'User', 'Shop', 'Receipt']) expect(names).not.toContain(absent);
    for (const present of ['rateFor', 'Refusal', 'pay', 'saveOrder']) expect(names).toContain(present);
  });

  it('finds where each variable got its value last, at or above a line', () => {
    const { line0, syntax } = at(`
function sum(list: number[], first = 0): number {
  let total = first;
  for (const item of list) {
    total += item;
  }
  const twice = total * 2; // HERE
  total = 0;
  return () => { let total = 5; return total; };
}`);
    const writes = syntax.writesAbove(line0);
    expect([...writes].sort(([a], [b]) => a - b)).toEqual([
      [1, ['list', 'first']],
      [4, ['total']],
      [6, ['twice']],
    ]);
  });

  it('keeps to the function of the line', () => {
    const { line0, syntax } = at(`
const outer = 1;
const run = (a) => {
  const b = a;
  return [1].map((c) => {
    return b + c; // HERE
  });
};`);
    expect(syntax.functionAt(line0)).toEqual({ startLine0: 4, endLine0: 6 });
    expect(syntax.namesAt(line0)).toEqual(['c', 'a', 'b', 'outer', 'run']);
    expect([...syntax.writesAbove(line0)]).toEqual([[4, ['c']]]);
  });

  it('reads what is wrong but clear', () => {
    const { line0, syntax } = at('function f(a) {\n  const b = 1;\n  const b = 2;\n  g(b) // HERE\n}\n', 'javascript');
    expect(syntax.namesAt(line0)).toEqual(['a', 'b', 'f']);
  });

  it.each([
    ['javascriptreact', 'const view = (name) => {\n  return <p>{name}</p>; // HERE\n};'],
    ['typescriptreact', 'const view = (name: string) => {\n  return <p>{name}</p>; // HERE\n};'],
    ['typescript', 'class A {\n  @log() run(name: string) {\n    return name; // HERE\n  }\n}'],
    ['javascript', "const { b } = require('b');\nmodule.exports = function (name) {\n  return name; // HERE\n};"],
  ])('knows the names in %s', (languageId, text) => {
    const { line0, syntax } = at(text, languageId);
    expect(syntax.namesAt(line0)[0]).toBe('name');
  });

  it('gives nothing for what is no code', () => {
    expect(parseDocument('const a = b.;', 'typescript')).toBeUndefined();
    expect(parseDocument('', 'typescript')?.functionAt(0)).toBeUndefined();
  });
});
