import type { Capture, ObjectValue, Property, Value } from '@stillframe/protocol';

export const number = (v: number | 'NaN'): Value => ({ t: 'number', v });
export const string = (v: string, length?: number): Value => ({
  t: 'string',
  v,
  ...(length === undefined ? {} : { length }),
});

/** Values with ids of their own, as one capture has them. */
export function createValues() {
  let id = 0;
  const made = (kind: ObjectValue['kind'], name: string, more: Partial<ObjectValue>): ObjectValue => ({
    t: 'object',
    id: ++id,
    kind,
    name,
    props: [],
    ...more,
  });
  const props = (of: Readonly<Record<string, Value>>): Property[] => Object.entries(of).map(([k, v]) => ({ k, v }));
  return {
    made,
    object: (name: string, of: Readonly<Record<string, Value>>, more: Partial<ObjectValue> = {}) =>
      made('object', name, { props: props(of), ...more }),
    array: (items: readonly Value[], more: Partial<ObjectValue> = {}) =>
      made('array', 'Array', { items, size: items.length, ...more }),
    map: (entries: readonly (readonly [Value, Value])[]) => made('map', 'Map', { entries, size: entries.length }),
  };
}

/** A hit of `checkout` in a small shop, with one of everything that reading a capture must cope with. */
export function sampleCapture(hit: number, total: number | 'NaN' = 42.5): Capture {
  const { made, object, array, map } = createValues();
  const user = object('User', { id: number(7), name: string('Zoë'), email: { t: 'redacted', reason: 'name' } });
  const cart = object('Cart', {
    lines: array([
      object('Object', { qty: number(2), price: number(9.9) }),
      object('Object', { qty: { t: 'undefined' } }),
    ]),
    owner: { t: 'ref', id: user.id },
    total: { t: 'accessor', get: true, set: false },
    'odd key': number(1),
  });
  const cyclic = object('Node', {});
  const self: ObjectValue = { ...cyclic, props: [{ k: 'self', v: { t: 'ref', id: cyclic.id } }] };
  return {
    id: `capture-${hit}`,
    probeId: 'probe-1',
    instanceId: 'instance-1',
    atMs: Date.UTC(2026, 10, 21, 12, 3, 7, 114) + hit * 1_000,
    hit,
    frames: [
      {
        name: 'checkout',
        file: '/srv/shop/src/checkout.ts',
        line1: 44,
        column1: 5,
        origin: 'app',
        thisValue: object('Service', { retries: number(3) }),
        scopes: [
          {
            kind: 'local',
            variables: [
              { k: 'total', v: number(total) },
              { k: 'user', v: user },
              { k: 'cart', v: cart },
              { k: 'node', v: self },
              {
                k: 'many',
                v: array(
                  Array.from({ length: 250 }, (_, index) => number(index)),
                  { size: 1_000, cut: { reason: 'items', missing: 750 } },
                ),
              },
              { k: 'wide', v: object('Object', { a: number(1) }, { cut: { reason: 'properties', missing: 950 } }) },
              { k: 'long', v: string('a'.repeat(1_024), 50_000_000) },
              { k: 'stock', v: map([[string('apple'), number(3)]]) },
              { k: 'when', v: made('date', 'Date', { text: '2026-11-21T12:00:00.000Z' }) },
              { k: 'big', v: { t: 'bigint', v: '9007199254740993' } },
              { k: 'later', v: { t: 'unavailable', reason: 'uninitialised' } },
              { k: 'evil', v: string('<b>\u202e\u0000') },
            ],
          },
          { kind: 'module', variables: [{ k: 'rate', v: number(0.2) }] },
        ],
      },
      { name: 'run', file: '/srv/shop/node_modules/x/run.js', line1: 3, column1: 1, origin: 'dependency' },
      { name: '', file: 'node:internal/timers', line1: 9, column1: 1, origin: 'node' },
    ],
    watches: [
      { expression: 'total * 2', value: number(total) },
      {
        expression: 'nope.x',
        error: { code: 'EXPRESSION_FAILED', message: '`nope.x` could not be evaluated: nope is not defined.' },
      },
    ],
    cost: { totalNs: 1_000, pauseNs: 0 },
    notes: hit === 2 ? ['The deadline was reached.'] : [],
  };
}
