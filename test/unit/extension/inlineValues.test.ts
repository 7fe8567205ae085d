import type { Capture, Property, Value } from '@stillframe/protocol';
import { describe, expect, it } from 'vitest';
import { inlineLabel, valuesForLine } from '../../../extension/src/language/server/inlineValues.ts';
import { namesInLine } from '../../../extension/src/language/server/namesInLine.ts';
import { shortValue } from '../../../extension/src/values/shortValue.ts';

const none = new Map();
const number = (v: number): Value => ({ t: 'number', v });
const string = (v: string): Value => ({ t: 'string', v });
const object = (name: string, props: Property[] = [{ k: 'a', v: number(1) }]): Value => ({
  t: 'object',
  id: 1,
  kind: 'object',
  name,
  props,
});

describe('namesInLine', () => {
  it.each([
    ['return pay(user, total * (1 + rate));', ['pay', 'user', 'total', 'rate']],
    ['for (const line of cart.lines) total += line.qty;', ['line', 'cart', 'total']],
    ['const order = { user: customer, total };', ['order', 'customer', 'total']],
    ['a?.b.c[d].e', ['a', 'd']],
    ['log(\'total\', "user", total) // rate', ['log', 'total']],
    ['send(`order ${order.id} of ${user}`);', ['send', 'order', 'user']],
    ['call(...items, this.x)', ['call', 'items', 'this']],
    ['ok ? yes : no', ['ok', 'yes', 'no']],
    ['x = 0x1f + 1e5 + $a + _b', ['x', '$a', '_b']],
    ["const s = 'it\\'s', t = name", ['s', 't', 'name']],
    ["unterminated = 'abc", ['unterminated']],
    ['größe + ключ', ['größe', 'ключ']],
    ['', []],
  ])('reads %s', (line, names) => {
    expect(namesInLine(line)).toEqual(names);
  });
});

describe('valuesForLine', () => {
  const capture: Capture = {
    id: 'c',
    probeId: 'p',
    instanceId: 'i',
    atMs: 0,
    hit: 1,
    frames: [
      {
        name: 'checkout',
        file: '/app/src/checkout.ts',
        line1: 44,
        column1: 1,
        origin: 'app',
        scopes: [
          { kind: 'local', variables: [{ k: 'total', v: { t: 'number', v: 'NaN' } }] },
          {
            kind: 'closure',
            variables: [
              { k: 'total', v: number(1) },
              { k: 'rate', v: number(0.2) },
              { k: 'user', v: object('User') },
              { k: 'pay', v: { t: 'function', id: 2, name: 'pay' } },
            ],
          },
        ],
      },
    ],
    watches: [
      { expression: 'cart.lines.length', value: number(3) },
      { expression: 'cart.owner.id', error: { code: 'EXPRESSION_FAILED', message: 'cart.owner is undefined.' } },
    ],
    cost: { totalNs: 1, pauseNs: 0 },
    notes: [],
  };

  it('shows what the line mentions in its order, inner variables over outer ones, then watches', () => {
    const label = inlineLabel(valuesForLine(capture, 'return pay(user, total * (1 + rate));'), none);
    expect(label).toBe('user = User {…}, total = NaN, rate = 0.2, cart.lines.length = 3, cart.owner.id = ?');
  });

  it('shows nothing where there is nothing to show', () => {
    expect(inlineLabel(valuesForLine({ ...capture, watches: [] }, '}'), none)).toBeUndefined();
    expect(valuesForLine({ ...capture, frames: [], watches: [] }, 'total')).toEqual([]);
  });
});

describe('shortValue', () => {
  it.each<[Value, string]>([
    [number(42.5), '42.5'],
    [{ t: 'undefined' }, 'undefined'],
    [{ t: 'bigint', v: '12' }, '12n'],
    [string('abc'), "'abc'"],
    [string('a\nb'), String.raw`'a\nb'`],
    [string('Ada \u202e evil'), String.raw`'Ada \u202e evil'`],
    [object('Object'), '{…}'],
    [object('Object', []), '{}'],
    [object(''), '{…}'],
    [object('Cart'), 'Cart {…}'],
    [{ t: 'object', id: 1, kind: 'array', name: 'Array', size: 3, props: [], items: [] }, '(3) […]'],
    [{ t: 'object', id: 1, kind: 'array', name: 'Array', size: 0, props: [], items: [] }, '[]'],
    [{ t: 'object', id: 1, kind: 'map', name: 'Map', size: 2, props: [] }, 'Map(2)'],
  ])('writes %j as %s', (value, text) => {
    expect(shortValue(value, none)).toBe(text);
  });

  it.each([string('x'.repeat(100)), string('\u202e'.repeat(100)), string('😀'.repeat(50)), object('A'.repeat(200))])(
    'stays short whatever it is given',
    (value) => {
      const text = shortValue(value, none, 24);
      expect(text.length).toBeLessThanOrEqual(24);
      expect(text.isWellFormed()).toBe(true);
    },
  );
});
