import { describe, expect, it } from 'vitest';
import { rowsFor } from '../../../extension/src/commands/expressionInput.ts';
import { checkExpression } from '../../../extension/src/commands/checks.ts';
import type { CompleteExpressionResult } from '../../../extension/src/language/expressionRequest.ts';

const rows = (text: string, answer: CompleteExpressionResult = { items: [] }, used: readonly string[] = []) =>
  rowsFor({
    text,
    action: 'Place the snapshot',
    isOptional: false,
    problem: text === '' ? undefined : checkExpression(text),
    answer,
    used,
  });

describe('the rows below an expression', () => {
  it('begin with what Enter does, then come names and what was used before', () => {
    const items = [{ label: 'total', detail: '42', kind: 'variable', start: 0 }] as const;
    expect(rows('to', { items }, ['total > 1', 'user.id === 1', 'to'])).toEqual([
      { kind: 'submit', label: '$(check) Place the snapshot', detail: '', isRefused: false },
      { kind: 'completion', label: '$(symbol-variable) total', description: '42', text: 'total' },
      { kind: 'used', label: '$(history) total > 1', text: 'total > 1' },
    ]);
  });

  it('complete the member at the end', () => {
    const items = [{ label: 'lines', detail: '', kind: 'member', start: 9 }] as const;
    expect(rows('1 < cart.', { items })[1]).toMatchObject({ text: '1 < cart.lines' });
    expect(rows('1 < cart.li', { items })[1]).toMatchObject({ text: '1 < cart.lines' });
  });

  it('say what is wrong and mark the column', () => {
    expect(rows('total = 1')[0]).toMatchObject({
      label: expect.stringContaining('$(error) Column 1 of `total = 1`: an assignment') as unknown,
      detail: '▸total = 1',
      isRefused: true,
    });
    expect(rows('total > ')[0]).toMatchObject({ detail: 'total > ▸', isRefused: true });
  });

  it('doubt a name that is not there, and place it nevertheless', () => {
    const problem = { message: 'Column 1: `totl` has no value at line 3 of this text.', column1: 1, isDoubt: true };
    expect(rows('totl > 1', { items: [], problem })[0]).toEqual({
      kind: 'submit',
      label: '$(warning) Place the snapshot',
      detail: 'Column 1: `totl` has no value at line 3 of this text. Enter places it nevertheless.',
      isRefused: false,
    });
  });

  it('ask for an expression while there is none', () => {
    expect(rows('')[0]).toMatchObject({ label: '$(edit) Write an expression', isRefused: true });
  });
});
