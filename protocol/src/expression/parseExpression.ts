import { parseExpressionAt, type Expression, type Options } from 'acorn';
import { expressionRefused, type UserError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Program } from './program.ts';
import { nextTokenAt } from './nextTokenAt.ts';
import { Refusal, translate } from './translate.ts';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: UserError };

/**
 * Checks one expression of the safe subset (docs: names, literals, `this`, members, operators, listed pure methods).
 * Whatever could have an effect is refused with its 1-based column and what to write instead.
 */
export function parseExpression(text: string): Parsed<Program> {
  return refusable(text, () => {
    if (text.length > limits.expressionLength) {
      throw new Refusal(
        limits.expressionLength,
        `an expression may have ${limits.expressionLength} characters and this one has ${text.length}. Shorten it.`,
      );
    }
    const { program, end } = parseProgramAt(text, 0);
    const next = nextTokenAt(text, end);
    if (next.text !== '') throw new Refusal(next.start, `\`${next.text}\` is not expected here. Give one expression.`);
    return program;
  });
}

/** Runs a parser that throws Refusal, SyntaxError (acorn's, with `pos`) or RangeError, and tells it as a result. */
export function refusable<T>(text: string, parse: () => T): Parsed<T> {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    const { at0, reason } = asRefusal(error);
    return { ok: false, error: expressionRefused(text, at0 + 1, reason) };
  }
}

/** The expression that starts at `start0`, and where it ends. Throws what `refusable` catches. */
export function parseProgramAt(text: string, start0: number): { program: Program; end: number } {
  const first = nextTokenAt(text, start0);
  if (first.text === '')
    throw new Refusal(start0, 'there is no expression here. Write one, such as `order.total > 100`.');
  const expression: Expression = parseExpressionAt(text, start0, acornOptions);
  return { program: translate(text.slice(start0, expression.end).trim(), expression), end: expression.end };
}

const acornOptions: Options = {
  ecmaVersion: 2025,
  sourceType: 'script',
  // The end of `(a)` is then the end of the parenthesis.
  preserveParens: true,
  // Parsed, so that they can be refused in our words.
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  checkPrivateFields: false,
};

function asRefusal(error: unknown): { at0: number; reason: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof RangeError) return { at0: 0, reason: 'it is nested too deeply. Use a simpler expression.' };
  if (error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number') {
    return { at0: error.pos, reason: `${error.message.replace(/ \(\d+:\d+\)$/, '')}. Check the syntax.` };
  }
  throw error;
}
