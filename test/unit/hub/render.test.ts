import { describe, expect, test } from 'vitest';
import type { Capture, Property, Value } from '@stillframe/protocol';
import { captureObjects } from '@stillframe/protocol/reading';
import { captureText } from '../../../hub/src/cli/render/captureText.ts';
import { createPalette } from '../../../hub/src/cli/render/palette.ts';
import { renderTable } from '../../../hub/src/cli/render/table.ts';
import { renderVariables } from '../../../hub/src/cli/render/variables.ts';
import { spanText } from '@stillframe/protocol/reading';
import { numberText, percentText } from '../../../hub/src/cli/render/words.ts';
import { someCapture } from './support/agent.ts';

const plain = createPalette(false);

function lines(...variables: Property[]): readonly string[] {
  const capture: Pick<Capture, 'frames' | 'watches'> = {
    watches: [],
    frames: [{ name: '', file: '', line1: 1, column1: 1, origin: 'app', scopes: [{ kind: 'local', variables }] }],
  };
  return renderVariables(variables, captureObjects(capture), plain, '');
}
const object = (id: number, props: Property[], more: Partial<Extract<Value, { t: 'object' }>> = {}): Value => ({
  t: 'object',
  id,
  kind: 'object',
  name: 'Object',
  props,
  ...more,
});
const one: Value = { t: 'number', v: 1 };

describe('variables', () => {
  test('what fits is one line, what nests is a tree', () => {
    expect(
      lines(
        {
          k: 'flat',
          v: object(1, [
            { k: 'a', v: one },
            { k: 'b', v: { t: 'string', v: 'x' } },
          ]),
        },
        { k: 'deep', v: object(2, [{ k: 'inner', v: object(3, [{ k: 'a', v: one }]) }]) },
      ),
    ).toEqual(["flat  {a: 1, b: 'x'}", 'deep  Object', '  inner  {a: 1}']);
  });

  test('cycles and shared objects are marked, not repeated', () => {
    const user = object(2, [{ k: 'me', v: { t: 'ref', id: 2 } }], { name: 'User' });
    expect(lines({ k: 'user', v: user }, { k: 'again', v: { t: 'ref', id: 2 } })).toEqual([
      'user  User #2',
      '  me  User ↑ see #2',
      'again  User ↑ see #2',
    ]);
  });

  test('what was cut is said', () => {
    const cut = object(1, [{ k: 'a', v: one }], { cut: { reason: 'properties', missing: 950 } });
    expect(lines({ k: 'big', v: cut })).toEqual(['big  Object', '  a  1', '  … 950 more properties']);
  });

  test('maps and lists show entries and indexes', () => {
    const map = object(1, [], { kind: 'map', name: 'Map', size: 1, entries: [[one, object(2, [])]] });
    const list = object(3, [], {
      kind: 'array',
      name: 'Array',
      size: 2,
      items: [object(4, []), { t: 'hole', count: 1 }],
    });
    expect(lines({ k: 'm', v: map }, { k: 'l', v: list })).toEqual([
      'm  Map(1)',
      '  1 →  {}',
      'l  Array(2)',
      '  0  {}',
      '  1  (empty)',
    ]);
  });

  test('no text of the other process leaves its line or moves the cursor', () => {
    const evil = 'a\n\r\u001b[2J\u202e\u0007\u2028';
    const rendered = lines(
      { k: evil, v: { t: 'string', v: evil } },
      { k: 'o', v: object(1, [{ k: evil, v: object(2, [], { name: evil, text: evil }) }], { name: evil }) },
      { k: 'f', v: { t: 'function', id: 3, name: evil } },
    );
    for (const line of rendered) expect(line).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    const capture = someCapture('p', {
      notes: [evil],
      trace: { traceId: evil, spanId: evil },
      watches: [
        { expression: evil, error: { code: 'EXPRESSION_FAILED', message: evil } },
        { expression: evil, value: one },
      ],
      frames: [{ name: evil, file: evil, line1: 1, column1: 1, origin: 'app', note: evil }],
    });
    expect(captureText(capture, undefined, plain).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
  });
});

test('colours only where asked', () => {
  expect(createPalette(true).red('x')).toBe('\u001b[31mx\u001b[0m');
  expect(plain.red('x')).toBe('x');
});

test('tables align by what is seen, colours apart', () => {
  const { red } = createPalette(true);
  expect(
    renderTable([
      ['a', 'b'],
      [
        { text: 'long', paint: red },
        { text: '7', right: true },
      ],
    ]),
  ).toBe('a     b\n\u001b[31mlong\u001b[0m  7');
});

test.each([
  [0, '0'],
  [1_204, '1,204'],
  [1_204.7, '1,205'],
  [3.456_7, '3.46'],
  [0.000123456, '0.000123'],
  [Number.NaN, '–'],
  [-Infinity, '-∞'],
  [undefined, '–'],
])('%s reads %s', (value, text) => expect(numberText(value)).toBe(text));

test('spans and shares are short', () => {
  expect([0, 59_400, 60_000, 3_900_000, 90_000_000].map(spanText)).toEqual(['0s', '59s', '1m', '1h 5m', '1d 1h']);
  expect([0, 0.00001, 0.0002, 0.5].map(percentText)).toEqual(['0 %', '<0.01 %', '0.02 %', '50 %']);
});
