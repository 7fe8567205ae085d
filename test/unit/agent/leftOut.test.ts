import { expect, test } from 'vitest';
import type { ObjectValue, Value } from '@stillframe/protocol';
import { createLeftOut } from '../../../agent/src/link/leftOut.ts';

const object = (id: number, ...values: Value[]): ObjectValue => ({
  t: 'object',
  id,
  kind: 'object',
  name: 'Object',
  props: values.map((v, index) => ({ k: `p${index}`, v })),
});
const ref = (id: number): Value => ({ t: 'ref', id });

test('a reference to what is not shown becomes the object itself, where it is met first', () => {
  const leftOut = createLeftOut();
  leftOut.add(object(1, object(2)));
  const shown = [object(3, ref(2)), ref(1), ref(1), ref(2)].map((value) => leftOut.restored(value));
  expect(shown).toEqual([object(3, object(2)), object(1, object(2)), ref(1), ref(2)]);
});

test('objects that refer to one another come to an end', () => {
  const leftOut = createLeftOut();
  leftOut.add({ ...object(1, ref(1)), items: [object(2, ref(1))], entries: [[ref(2), ref(7)]] });
  expect(leftOut.restored(ref(2))).toEqual(
    object(2, { ...object(1, ref(1)), items: [object(2, ref(1))], entries: [[ref(2), ref(7)]] }),
  );
  expect(leftOut.restored(ref(1))).toEqual(ref(1));
});
