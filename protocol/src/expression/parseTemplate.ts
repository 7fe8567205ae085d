import { limits } from '../limits.ts';
import { nextTokenAt } from './nextTokenAt.ts';
import { parseProgramAt, refusable, type Parsed } from './parseExpression.ts';
import type { Program } from './program.ts';
import { Refusal } from './translate.ts';

/** Text and expressions in turn: `texts` is one longer than `parts`. */
export type Template = { readonly texts: readonly string[]; readonly parts: readonly Program[] };

/** One log line cannot hold more expressions. */
export const maxTemplateParts = 50;
export const maxTemplateLength = 4_096;

/** Checks a log's template: `order {order.id} took {ms}`, with `{{` and `}}` for braces. Columns count from its start. */
export function parseTemplate(text: string): Parsed<Template> {
  return refusable(text, () => {
    if (text.length > maxTemplateLength) {
      throw new Refusal(maxTemplateLength, `a template may have ${maxTemplateLength} characters. Shorten it.`);
    }
    const texts: string[] = [];
    const parts: Program[] = [];
    let literal = '';
    let at = 0;
    while (at < text.length) {
      const character = text.charAt(at);
      if (character !== '{' && character !== '}') {
        literal += character;
        at++;
      } else if (text.charAt(at + 1) === character) {
        literal += character;
        at += 2;
      } else if (character === '}') {
        throw new Refusal(at, 'this brace closes nothing. Write `}}` for a brace in the text.');
      } else {
        if (parts.length === maxTemplateParts) {
          throw new Refusal(at, `a template may have ${maxTemplateParts} expressions. Use fewer.`);
        }
        const part = partAt(text, at);
        texts.push(literal);
        parts.push(part.program);
        literal = '';
        at = part.end;
      }
    }
    texts.push(literal);
    return { texts, parts };
  });
}

function partAt(text: string, brace0: number): { program: Program; end: number } {
  const first = nextTokenAt(text, brace0 + 1);
  if (first.text === '}') {
    throw new Refusal(brace0, 'there is no expression between these braces. Write `{{}}` for braces in the text.');
  }
  if (first.text === '') throw new Refusal(brace0, unclosed);
  const { program, end } = parseProgramAt(text, brace0 + 1);
  if (program.text.length > limits.expressionLength) {
    throw new Refusal(brace0 + 1, `an expression may have ${limits.expressionLength} characters. Shorten it.`);
  }
  const close = nextTokenAt(text, end);
  if (close.text === '}') return { program, end: close.start + 1 };
  if (close.text === '') throw new Refusal(brace0, unclosed);
  throw new Refusal(
    close.start,
    close.text === ':'
      ? 'there are no format codes. Write a method, such as `{price.toFixed(2)}`.'
      : `\`${close.text}\` is not expected here. Close the expression with \`}\`.`,
  );
}

const unclosed = 'this brace is not closed. Close it, or write `{{` for a brace in the text.';
