import type { Value } from '@stillframe/protocol';
import { captureObjects, createComparison, memberPath, valueText, visibleText } from '@stillframe/protocol/reading';
import { describe, expect, it } from 'vitest';
import { createValues, number, sampleCapture, string } from '../adapter/sampleCapture.ts';

const capture = sampleCapture(1);
const objects = captureObjects(capture);
const local = (name: string): Value => {
  const found = capture.frames[0]?.scopes?.[0]?.variables.find(({ k }) => k === name);
  if (found === undefined) throw new Error(`The sample has no ${name}.`);
  return found.v;
};

describe('visibleText', () => {
  it.each([
    ['a\nb\tc\0', String.raw`a\nb\tc\0`],
    ['\u202egnp.exe', String.raw`\u202egnp.exe`],
    ['\u001b[31m', String.raw`\u001b[31m`],
    ['a\u200bb\ufeff', String.raw`a\u200bb\ufeff`],
    ['\ud800x', String.raw`\ud800x`],
    ['Zoë 👩‍👧 <b>', 'Zoë 👩‍👧 <b>'],
  ])('%j is shown as %s', (text, shown) => expect(visibleText(text)).toBe(shown));
});

describe('valueText', () => {
  it.each([
    ['cart', 'Cart {lines: Array(2), owner: User, total: (getter, not run), odd key: 1}'],
    ['wide', '{a: 1, …}'],
    ['stock', "Map(1) {'apple' => 3}"],
    ['when', '2026-11-21T12:00:00.000Z'],
    ['big', '9007199254740993n'],
    ['evil', String.raw`'<b>\u202e\0'`],
    ['later', '(not initialised yet)'],
  ])('%s', (name, text) => expect(valueText(local(name), objects)).toBe(text));

  it('is bounded, and says how long a text really is', () => {
    const text = valueText(local('long'), objects, 60);
    expect(text).toMatch(/^'a{60}…' \(50,000,000 characters\)$/);
    expect(valueText(local('many'), objects, 60).length).toBeLessThan(101);
    expect(valueText(string('x'.repeat(65_536)), objects, 60).length).toBeLessThan(101);
  });
});

describe('comparing values of two captures', () => {
  const pair = (a: Value, b: Value) => {
    const of = (value: Value) => captureObjects({ frames: [], watches: [{ expression: 'x', value }] });
    return createComparison(of(a), of(b))(a, b);
  };

  it('goes by content, not by ids', () => {
    const first = createValues();
    const second = createValues();
    second.object('Other', {});
    expect(pair(first.object('A', { x: number(1) }), second.object('A', { x: number(1) }))).toBe(true);
    expect(pair(first.object('A', { x: number(1) }), second.object('A', { x: number(2) }))).toBe(false);
    expect(pair(first.object('A', {}), second.object('B', {}))).toBe(false);
    expect(pair(first.array([number(1)]), second.array([number(1), number(2)]))).toBe(false);
    expect(pair(number('NaN'), number('NaN'))).toBe(true);
  });

  it('ends on cycles and still sees a difference behind them', () => {
    const ring = (leaf: number): Value => ({
      t: 'object',
      id: 1,
      kind: 'object',
      name: 'Ring',
      props: [
        { k: 'self', v: { t: 'ref', id: 1 } },
        { k: 'leaf', v: number(leaf) },
      ],
    });
    expect(pair(ring(1), ring(1))).toBe(true);
    expect(pair(ring(1), ring(2))).toBe(false);
  });

  it('does not remember a verdict that was made inside a cycle which proved different', () => {
    // b is first met below a, where a = a is assumed; a differs, so b (which holds a) differs as well.
    const of = (leaf: number) => {
      const b: Value = { t: 'object', id: 2, kind: 'object', name: 'B', props: [{ k: 'a', v: { t: 'ref', id: 1 } }] };
      const a: Value = {
        t: 'object',
        id: 1,
        kind: 'object',
        name: 'A',
        props: [
          { k: 'b', v: b },
          { k: 'leaf', v: number(leaf) },
        ],
      };
      return { a, b, objects: captureObjects({ frames: [], watches: [{ expression: 'a', value: a }] }) };
    };
    const [left, right] = [of(1), of(2)];
    const isSame = createComparison(left.objects, right.objects);
    expect(isSame(left.a, right.a)).toBe(false);
    expect(isSame(left.b, right.b)).toBe(false);
  });
});

describe('memberPath', () => {
  it.each([
    ['a', 'b', 'a.b'],
    ['a', 2, 'a[2]'],
    ['a', 'x y', 'a["x y"]'],
    ['a', '', 'a[""]'],
    ['a', 'größe', 'a.größe'],
    ['a', '0', 'a["0"]'],
  ])('%s and %j make %s', (object, key, path) => expect(memberPath(object, key)).toBe(path));
});
