import { types } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { expect } from 'vitest';
import { compileProgram, EvaluationFailure, missing } from '../../../../agent/src/probe/evaluate.ts';
import { maxText } from '../../../../agent/src/probe/evaluateFailure.ts';
import { leafNames } from '../../../../agent/src/link/redaction/leafNames.ts';
import { identifiersOf, parseExpression, parseTemplate, type Program } from '../../../../protocol/src/index.ts';
import { hostileValues } from '../../agent/support/hostileValues.ts';

/** What an expression may give at most: a text that is made, `Object.keys` of an array, a product of two bigints. */
const limits = { text: maxText, items: 10_001, bits: 8_193 };

export type Safely = {
  readonly names: readonly string[];
  /** Parses, evaluates and checks one text; says how far it came. */
  run(text: string): 'refused' | 'failed' | 'gave';
};

/**
 * A scope of hostile and calm values. Whatever text is run over it: nothing of the app runs, nothing is written, nothing but a
 * user error is thrown, and what comes out is bounded.
 */
export function createSafely(): Safely {
  const touched: string[] = [];
  const calm = {
    text: 'some text, with words',
    long: 'ab,'.repeat(200_000),
    list: [1, 2, 'three', null, [5, [6]], { a: 1 }],
    many: Array.from({ length: 20_000 }, (_, index) => index),
    order: { a: { b: [1], k: 'v' }, total: 9.5, deep: { deep: { deep: {} } }, ['__proto__x']: 1 },
    map: new Map<unknown, unknown>([
      ['k', { deep: 1 }],
      [1, 2],
    ]),
    set: new Set(['a', 1]),
    date: new Date(0),
    bytes: new Uint8Array([1, 2, 3]),
    count: 3,
    big: 2n ** 4000n,
    nothing: null,
  };
  const keptOutside = {
    error: new TypeError('calm'),
    symbol: Symbol('s'),
    call: () => void touched.push('call'),
    missing,
  };
  const scope: Record<string, unknown> = { ...hostileValues((what) => touched.push(what)), ...calm, ...keptOutside };
  const names = Object.keys(scope);
  const { long, many, ...small } = calm;
  const before = serialize(small);

  const evaluate = (program: Program): 'failed' | 'gave' => {
    let result: unknown;
    try {
      result = compileProgram(program)(
        program.names.map((name) => (Object.hasOwn(scope, name) ? scope[name] : missing)),
        calm.order,
      );
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      expect(error.reason).toMatch(/^[^]{5,}\.$/);
      return 'failed';
    }
    expect(typeof result === 'symbol' && result !== keptOutside.symbol ? result.description : '').not.toMatch(
      /^stillframe/,
    );
    if (typeof result === 'string') expect(result.length).toBeLessThanOrEqual(limits.text);
    if (typeof result === 'bigint') expect(BigInt.asIntN(limits.bits, result)).toBe(result);
    if (!types.isProxy(result) && Array.isArray(result) && result !== many)
      expect(result.length).toBeLessThanOrEqual(limits.items);
    return 'gave';
  };

  return {
    names,
    run(text) {
      parseTemplate(text);
      const parsed = parseExpression(text);
      if (!parsed.ok) {
        const { column1 = 0, message, code } = parsed.error;
        expect([code, message.length > 10, column1 >= 1 && column1 <= text.length + 1]).toEqual([
          'EXPRESSION_REFUSED',
          true,
          true,
        ]);
        return 'refused';
      }
      identifiersOf(parsed.value);
      leafNames(parsed.value);
      // As it crosses to the app's thread.
      const outcome = evaluate(structuredClone(parsed.value));
      expect(touched.splice(0)).toEqual([]);
      if (!before.equals(serialize(small))) expect(small).toEqual(deserialize(before));
      if (long.length !== 600_000 || many.length !== 20_000) expect.fail('A long value was changed.');
      return outcome;
    },
  };
}
