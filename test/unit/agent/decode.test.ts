import { describe, expect, test } from 'vitest';
import { createTapeReader, decodeNamed, decodeValue } from '../../../agent/src/link/decodeValue.ts';
import { createRedaction } from '../../../agent/src/link/redaction.ts';
import { createTape, createWalk } from '../../../agent/src/probe/walk.ts';
import { tag, type Tape } from '../../../agent/src/shared/tape.ts';
import { ValueSchema } from '../../../protocol/src/index.ts';
import * as v from 'valibot';
import { propertyOf, walked, walkedObject } from './support/walked.ts';

const redaction = createRedaction();
const redacted = { t: 'redacted', reason: 'name' };

describe('redaction by name', () => {
  test('hides what a sensitive key holds, at any depth, and nothing else', () => {
    const value = walkedObject({ user: { name: 'Ada', password: 'hunter2', apiKey: { id: 1 } } }, { redaction });
    const user = propertyOf(value, 'user');
    expect(user).toMatchObject({ props: [{ v: { v: 'Ada' } }, { v: redacted }, { v: redacted }] });
    expect(JSON.stringify(value)).not.toContain('hunter2');
  });

  test('shows that a secret is missing', () => {
    const value = walkedObject({ token: undefined, password: null, secret: '' }, { redaction });
    expect(value.props.map((property) => property.v.t)).toEqual(['undefined', 'null', 'redacted']);
  });

  test('of map entries', () => {
    const value = walkedObject(
      new Map<unknown, unknown>([
        ['cookie', 'a=b'],
        ['host', 'x'],
        [{ k: 1 }, 'y'],
      ]),
      { redaction },
    );
    expect(value.entries?.map(([, entry]) => entry.t)).toEqual(['redacted', 'string', 'string']);
  });

  test('of headers in pairs and in turn', () => {
    const rawHeaders = ['Host', 'x', 'Authorization', 'Bearer abc', 'Cookie', 'a=b'];
    const [inTurn, pairs] = walked([rawHeaders, [['cookie', 'a=b']]], { redaction });
    expect(JSON.stringify([inTurn, pairs])).not.toMatch(/Bearer|a=b/);
    expect(inTurn).toMatchObject({
      items: [{ v: 'Host' }, { v: 'x' }, { v: 'Authorization' }, redacted, {}, redacted],
    });
  });

  test('of later references to a hidden object or a part of it', () => {
    const session = { user: { id: 'hidden-id' } };
    const [first, second] = walked([{ session }, [session, session.user]], { redaction });
    expect(propertyOf(first as never, 'session')).toEqual(redacted);
    expect(second).toMatchObject({ items: [redacted, redacted] });
  });

  test('of a variable by its name', () => {
    const tape = createTape();
    const walk = createWalk(
      { depth: 3, properties: 9, items: 9, stringLength: 9 },
      { maxBytes: 1e5, deadlineNs: Infinity },
    );
    const token = { raw: 'abc' };
    walk.value(tape, token);
    walk.value(tape, { copy: token });
    const reader = createTapeReader(tape);
    expect(decodeNamed(reader, redaction, 'token')).toEqual(redacted);
    expect(decodeNamed(reader, redaction, 'order')).toMatchObject({ props: [{ k: 'copy', v: redacted }] });
  });
});

test('whatever the walker writes is a value by the protocol', () => {
  const values = [
    {
      a: [
        1,
        'x',
        null,
        undefined,
        -0,
        NaN,
        5n,
        Symbol('s'),
        () => 1,
        class A {
          x = 1;
        },
      ],
      get g() {
        return 1;
      },
    },
    new Map<unknown, unknown>([[{}, new Set([new Date(), /x/])]]),
    new Proxy({}, {}),
    new Error('e', { cause: [new Uint8Array(3), Promise.resolve()] }),
  ];
  for (const value of walked(values))
    expect(v.safeParse(ValueSchema, JSON.parse(JSON.stringify(value))).success).toBe(true);
});

test.each<[string, Tape]>([
  ['ends early', [tag.String]],
  ['has an unknown tag', [99]],
  ['has text where a number belongs', ['x']],
  ['has an unknown section', [tag.Object, 1, 0, 'Object', -1, null, tag.Number]],
  ['has an unknown kind', [tag.Object, 1, 77, 'Object', -1, null, tag.End]],
])('a tape that %s is refused', (_, tape) => {
  expect(() => decodeValue(createTapeReader(tape), redaction)).toThrow(/tape|kind|section/);
});
