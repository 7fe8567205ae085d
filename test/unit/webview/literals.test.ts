import vm from 'node:vm';
import type { Value } from '@stillframe/protocol';
import { captureObjects } from '@stillframe/protocol/reading';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../webview/src/captures/jsonText.ts';
import { scriptText } from '../../../webview/src/captures/scriptText.ts';
import { createValues, number, sampleCapture, string } from '../adapter/sampleCapture.ts';

const objectsOf = (value: Value) => captureObjects({ frames: [], watches: [{ expression: 'x', value }] });
const json = (value: Value) => jsonText(value, objectsOf(value));
const script = (value: Value) => scriptText(value, objectsOf(value));
/** What the text is worth, in a realm of its own where nothing else is. */
const run = (value: Value): unknown => vm.runInNewContext(`(${script(value)})`, {}, { timeout: 1_000 });
const { object, array, map, made } = createValues();

describe('a value as a JavaScript literal', () => {
  it.each<readonly [string, Value, unknown]>([
    ['a number without a word in JSON', number('NaN'), Number.NaN],
    ['minus zero', { t: 'number', v: '-0' }, -0],
    ['a bigint', { t: 'bigint', v: '-12345678901234567890' }, -12345678901234567890n],
    ['a text with everything', string('\u2028\'"`${a}\ud800\0</script>'), '\u2028\'"`${a}\ud800\0</script>'],
    ['undefined', { t: 'undefined' }, undefined],
    ['what was hidden', { t: 'redacted', reason: 'name' }, undefined],
    ['what was cut', { t: 'unavailable', reason: 'depth' }, undefined],
  ])('%s', (_, value, expected) => expect(run(value)).toEqual(expected));

  it('makes maps, sets, dates, expressions and typed arrays', () => {
    const value = run(
      object('Object', {
        map: map([[object('Object', { a: number(1) }), string('x')]]),
        set: made('set', 'Set', { items: [number(1)], size: 1 }),
        date: made('date', 'Date', { text: '2026-11-28T00:00:00.000Z' }),
        never: made('date', 'Date', { text: 'Invalid Date' }),
        regexp: made('regexp', 'RegExp', { text: '/a\\/b"/gi' }),
        bytes: made('typedarray', 'Uint8Array', { items: [number(7)], size: 1 }),
      }),
    ) as Record<string, unknown>;
    expect([...(value['map'] as Map<unknown, unknown>)]).toEqual([[{ a: 1 }, 'x']]);
    expect([...(value['set'] as Set<unknown>)]).toEqual([1]);
    expect((value['date'] as Date).toISOString()).toBe('2026-11-28T00:00:00.000Z');
    expect((value['never'] as Date).getTime()).toBeNaN();
    expect(String(value['regexp'])).toBe('/a\\/b"/gi');
    expect([...(value['bytes'] as Uint8Array)]).toEqual([7]);
  });
  it('keeps holes, and the length of an array', () => {
    const value = run(array([number(1), { t: 'hole', count: 2 }, number(4)])) as unknown[];
    expect([value.length, 1 in value, value[3]]).toEqual([4, false, 4]);
    expect((run(array([{ t: 'hole', count: 1 }])) as unknown[]).length).toBe(1);
  });
  it('makes __proto__ a property, and lets no name, text or class out of its place', () => {
    const hostile = '*/ throw 1 /*\n";}';
    const value = object(hostile, { ['__proto__x']: number(1), [hostile]: string(hostile) });
    const withProto: Value =
      value.t === 'object' ? { ...value, props: [...value.props, { k: '__proto__', v: number(3) }] } : value;
    const read = run(withProto) as object;
    expect(Object.entries(read)).toEqual([
      ['__proto__x', 1],
      [hostile, hostile],
      ['__proto__', 3],
    ]);
    expect(run({ t: 'function', id: 900, name: hostile })).toBeUndefined();
    expect(run(made('regexp', 'RegExp', { text: hostile }))).toBeUndefined();
  });
  it('says what is missing', () => {
    const cut = object('Object', { a: number(1) }, { cut: { reason: 'properties', missing: 9 } });
    expect(script(cut)).toBe('{\n  a: 1,\n  /* 9 more properties */\n}');
    expect(script(string('ab', 500))).toBe('"ab" /* of 500 characters */');
  });
  it('is JavaScript for every value of a capture, cycles included', () => {
    const capture = sampleCapture(1);
    const objects = captureObjects(capture);
    for (const { v } of capture.frames.flatMap(({ scopes }) => scopes ?? []).flatMap(({ variables }) => variables))
      expect(() => vm.runInNewContext(`(${scriptText(v, objects)})`)).not.toThrow();
  });
});

describe('a value as JSON', () => {
  it('can be parsed, with texts for what JSON has no word for', () => {
    const value = object('Cart', {
      none: { t: 'undefined' },
      nan: number('NaN'),
      big: { t: 'bigint', v: '10' },
      secret: { t: 'redacted', reason: 'name' },
      at: made('date', 'Date', { text: '2026-11-28T00:00:00.000Z' }),
      list: array([{ t: 'undefined' }, { t: 'hole', count: 2 }], { cut: { reason: 'items', missing: 5 } }),
      pairs: map([[string('a'), number(1)]]),
    });
    expect(JSON.parse(json(value))).toEqual({
      nan: 'NaN',
      big: '10',
      secret: '•••',
      at: '2026-11-28T00:00:00.000Z',
      list: [null, null, null, '… 5 more items'],
      pairs: [['a', 1]],
    });
  });
  it('names an object that comes a second time', () => {
    const node = object('Node', {});
    const cyclic: Value =
      node.t === 'object' ? { ...node, props: [{ k: 'self', v: { t: 'ref', id: node.id } }] } : node;
    expect(JSON.parse(json(cyclic))).toEqual({ self: '[the same Node as above]' });
  });
  it('keeps a key __proto__', () => {
    const value: Value = {
      t: 'object',
      id: 1,
      kind: 'object',
      name: 'Object',
      props: [{ k: '__proto__', v: number(1) }],
    };
    expect(json(value)).toBe('{\n  "__proto__": 1\n}');
  });
});
