import * as fc from 'fast-check';
import { pureFunctions, pureMethods } from '../../../../protocol/src/index.ts';

const methods = Object.values(pureMethods).flat();
const binaryOperators =
  '+ - * / % ** & | ^ << >> >>> < <= > >= == != === !== in instanceof && || ?? , = += ??= =>'.split(' ');
const unaryOperators = '! - + ~ typeof void delete await ++ -- new'.split(' ');
const oddNames = '__proto__ constructor prototype arguments eval globalThis process Function Reflect x'.split(' ');

/** Texts by the grammar of the expressions, and a little beyond it: assignments, calls of anything, `new`. */
export function expressionTexts(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.constantFrom(...oddNames));
  const key = fc.constantFrom('a', 'k', 'length', 'size', 'message', 'stack', 'deep', 'then', 'total', ...oddNames);
  const literal = fc.oneof(
    fc.constantFrom('0', '1', '-1', '7', '64', '1e21', '0.5', '9007199254740993', 'NaN', 'Infinity', '2n', '-3n'),
    fc.constantFrom('4096n', '10n ** 100n', '"a"', "'k'", '""', '", "', '"__proto__"', 'null', 'undefined', 'true'),
    fc.constantFrom('this', '/a+/g', '[]', '{}', '`t`', '0x1F', '1_000', 'async () => 1', '"\\u{1F600}"', '"\\ud800"'),
  );
  return fc.letrec<{ any: string }>((tie) => {
    const any = tie('any');
    const list = fc.array(any, { maxLength: 3 }).map((items) => items.join(', '));
    return {
      any: fc.oneof(
        { depthSize: 'small', maxDepth: 5 },
        { weight: 4, arbitrary: name },
        { weight: 2, arbitrary: literal },
        { weight: 4, arbitrary: fc.tuple(any, fc.constantFrom('.', '?.'), key).map((parts) => parts.join('')) },
        { weight: 2, arbitrary: fc.tuple(any, any).map(([object, at]) => `${object}[${at}]`) },
        {
          weight: 5,
          arbitrary: fc
            .tuple(any, fc.constantFrom('.', '?.'), fc.constantFrom(...methods, 'push', 'then', 'call', 'set'), list)
            .map(([object, dot, method, args]) => `${object}${dot}${method}(${args})`),
        },
        {
          weight: 3,
          arbitrary: fc
            .tuple(fc.constantFrom(...pureFunctions, 'eval', 'require', 'x'), list)
            .map(([fn, args]) => `${fn}(${args})`),
        },
        {
          weight: 5,
          arbitrary: fc
            .tuple(any, fc.constantFrom(...binaryOperators), any)
            .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
        },
        { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...unaryOperators), any).map((parts) => parts.join(' ')) },
        { weight: 1, arbitrary: fc.tuple(any, any, any).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`) },
        {
          weight: 1,
          arbitrary: fc
            .array(any, { maxLength: 2 })
            .map((parts) => parts.map((p) => `\${${p}}`).join('-'))
            .map((text) => `\`${text}\``),
        },
        { weight: 1, arbitrary: list.map((items) => `[${items}]`) },
      ),
    };
  }).any;
}

const pieces = [
  ...binaryOperators,
  ...unaryOperators,
  ...'( ) [ ] { } . ?. ... ` ${ " \' / \\ ; : # @ => \n \u2028 \0 \ud800 😀 //x /*x*/ <!-- function class yield import.meta'.split(
    ' ',
  ),
];

/** A text with some of it taken out, doubled, put elsewhere, or replaced. */
export const mutated = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.array(fc.tuple(fc.nat(3), fc.nat(200), fc.nat(12), fc.constantFrom(...pieces)), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([text, edits]) =>
      edits.reduce((now, [edit, from, count, piece]) => {
        const at = from % (now.length + 1);
        const part = now.slice(at, at + count);
        const [before, after] = [now.slice(0, at), now.slice(at + count)];
        return edit === 0
          ? before + after
          : edit === 1
            ? before + part + part + after
            : edit === 2
              ? before + piece + part + after
              : before + piece + after;
      }, text),
    );

/** No grammar at all. */
export const garbage: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(fc.constantFrom(...pieces, ...methods, 'text', 'list', '0', '1n'), { maxLength: 30 })
    .map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom('(', '[', '-', '!', 'a.', '`${', 'a?.', '[a,', 'a?', '1**'),
      fc.integer({ min: 1, max: 1_200 }),
    )
    .map(([unit, count]) => unit.repeat(count)),
);
