import { describe, expect, test } from 'vitest';
import { limits, parseTemplate } from '../../../protocol/src/index.ts';
import { maxTemplateLength, maxTemplateParts } from '../../../protocol/src/expression/parseTemplate.ts';

describe('parseTemplate', () => {
  test.each([
    ['order {order.id} took {ms}', ['order ', ' took ', ''], ['order.id', 'ms']],
    ['', [''], []],
    ['plain', ['plain'], []],
    ['{{x}} {a}', ['{x} ', ''], ['a']],
    ['{{{a}}}', ['{', '}'], ['a']],
    ['{a}{b}', ['', '', ''], ['a', 'b']],
    ['{ a ?? "}" }', ['', ''], ['a ?? "}"']],
    ['{`}${b}{`}!', ['', '!'], ['`}${b}{`']],
    ['{a /* } */}', ['', ''], ['a']],
  ])('%s', (text, texts, parts) => {
    const result = parseTemplate(text);
    expect(result.ok && { texts: result.value.texts, parts: result.value.parts.map((part) => part.text) }).toEqual({
      texts,
      parts,
    });
  });

  test.each([
    ['took {ms', 6, 'Close it'],
    ['took {', 6, 'Close it'],
    ['took ms}', 8, 'Write `}}`'],
    ['a {} b', 3, 'Write `{{}}`'],
    ['{price:.2f}', 7, 'toFixed(2)'],
    ['x {a, b}', 4, 'a comma'],
    ['x {a b}', 6, '`b` is not expected'],
    ['order {order.pay()}', 8, 'calls may have effects'],
    ['x {y = 1}', 4, 'an assignment'],
  ])('refuses %s at column %i of the whole template', (text, column1, hint) => {
    const result = parseTemplate(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'EXPRESSION_REFUSED', column1 } });
    expect(!result.ok && result.error.message).toContain(hint);
  });

  test('accepts the most expressions and refuses one more', () => {
    expect(parseTemplate('{a}'.repeat(maxTemplateParts)).ok).toBe(true);
    expect(parseTemplate('{a}'.repeat(maxTemplateParts + 1)).ok).toBe(false);
  });

  test('accepts the longest template and refuses one character more', () => {
    expect(parseTemplate('x'.repeat(maxTemplateLength)).ok).toBe(true);
    expect(parseTemplate('x'.repeat(maxTemplateLength + 1)).ok).toBe(false);
  });

  test('holds its expressions to the length of an expression', () => {
    const longest = `'${'x'.repeat(limits.expressionLength - 2)}'`;
    expect(parseTemplate(`{${longest}}`).ok).toBe(true);
    expect(parseTemplate(`{ ${longest.replace('x', 'xx')}}`).ok).toBe(false);
  });
});
