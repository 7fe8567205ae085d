/* oxlint-disable unicorn/no-useless-spread -- short facts on one line */
import { describe, expect, test } from 'vitest';
import { createRedaction, type FullRedaction } from '../../../agent/src/link/redaction.ts';
import { resolveConfig } from '../../../agent/src/config.ts';
import type { RedactOptions } from '../../../agent/src/redactOptions.ts';
import {
  noRedactionRules,
  parseExpression,
  type Capture,
  type ProbeStatus,
  type Property,
  type RedactionRules,
  type Value,
} from '../../../protocol/src/index.ts';
import { walkedOne } from './support/walked.ts';

const card = '4111111111111111';
const stringLength = 100;

/** The variables of a capture, redacted. */
function shown(redaction: FullRedaction, variables: Record<string, unknown>): Record<string, Value> {
  const capture: Capture = {
    ...{ id: 'c', probeId: 'p', instanceId: 'i', atMs: 0, hit: 1, cost: { totalNs: 0, pauseNs: 0 } },
    frames: [
      {
        ...{ name: 'f', file: '/a.js', line1: 1, column1: 1, origin: 'app' },
        scopes: [{ kind: 'local', variables: variablesOf(redaction, variables) }],
      },
    ],
    watches: [],
    notes: [],
  };
  const [frame] = redaction.capture(capture, stringLength).frames;
  return Object.fromEntries((frame?.scopes?.[0]?.variables ?? []).map(({ k, v }) => [k, v]));
}

function variablesOf(redaction: FullRedaction, variables: Record<string, unknown>): Property[] {
  const all = walkedOne(variables, { redaction, stringLength: stringLength + 256 });
  return all.t === 'object' ? [...all.props] : [];
}

const withHub = (own: RedactOptions, rules: Partial<RedactionRules>) => {
  const redaction = createRedaction(own);
  redaction.change({ ...noRedactionRules, ...rules });
  return redaction;
};

describe('by what it looks like', () => {
  const redaction = createRedaction();

  test('a whole value says what it was, a part of a text is replaced', () => {
    const { a, b, c, d } = shown(redaction, { a: card, b: `card ${card}!`, c: Number(card), d: BigInt(card) });
    const hidden = { t: 'redacted', reason: 'pattern', what: 'card number' };
    expect([a, c, d]).toEqual([hidden, hidden, hidden]);
    expect(b).toEqual({ t: 'string', v: 'card ‹redacted: card number›!', redacted: true });
  });

  test('in keys, map keys, symbols, messages, causes, stacks, boxed texts, regular expressions and the bytes of buffers', () => {
    const values = {
      keys: { [card]: 1 },
      map: new Map([[card, card]]),
      set: new Set([card]),
      symbol: Symbol(card),
      error: new Error(`no ${card}`, { cause: new Error(card) }),
      boxed: Object(card) as unknown,
      pattern: new RegExp(card),
      buffer: Buffer.from(`card ${card}`),
      memory: new TextEncoder().encode(card).buffer,
    };
    const text = JSON.stringify(shown(redaction, values));
    expect(text).not.toContain(card);
    // Four digits as bytes.
    expect(text).not.toContain('52,49,49,49');
    expect(text.match(/card number/g)?.length).toBeGreaterThanOrEqual(10);
  });

  test.each([0, 1, 5, 10, 15, 16, 17])('a text cut %i characters into a card number shows none of it', (into) => {
    const { text } = shown(redaction, { text: `${'x'.repeat(stringLength - into - 1)} ${card} ${'y'.repeat(500)}` });
    expect(text).toMatchObject({ length: stringLength - into + 517 });
    expect(JSON.stringify(text)).not.toMatch(/41111/);
  });

  test.each([
    [stringLength, undefined],
    [stringLength + 1, stringLength + 1],
    [stringLength + 256, stringLength + 256],
    [stringLength + 257, stringLength + 257],
  ])('a text of %i characters is shown up to the limit', (length, said) => {
    expect(shown(redaction, { text: 'x'.repeat(length) })['text']).toEqual(
      said === undefined
        ? { t: 'string', v: 'x'.repeat(length) }
        : { t: 'string', v: 'x'.repeat(stringLength), length: said },
    );
  });
});

test('by class, whole, with later references to any part of it', () => {
  class Account {
    readonly owner = { name: 'Ada' };
  }
  const account = new Account();
  const { first, second, part } = shown(createRedaction({ types: ['Account'] }), {
    first: account,
    second: [account],
    part: account.owner,
  });
  const shallow = shown(createRedaction({ types: ['Account'] }), { deep: [account], part: account.owner });
  expect(first).toEqual({ t: 'redacted', reason: 'type', what: 'Account' });
  expect(second).toMatchObject({ items: [{ t: 'redacted', reason: 'type' }] });
  expect([part, shallow['part']]).toEqual([part, { t: 'redacted', reason: 'type' }]);
});

describe('allow mode', () => {
  const redaction = createRedaction({ mode: 'allow', allowNames: ['orderId', 'total', 'password'] });
  const masked = (type: string) => ({ t: 'redacted', reason: 'name', what: 'not on the allow-list', type });

  test('shows only listed names, and of the others type and shape', () => {
    const order = {
      order_id: 7,
      total: [1, 2],
      buyer: { name: 'Ada', total: 3, vip: true },
      at: new Date(0),
      note: null,
    };
    expect(shown(redaction, { order })['order']).toMatchObject({
      t: 'object',
      props: [
        { k: 'order_id', v: { v: 7 } },
        { k: 'total', v: { items: [{ v: 1 }, { v: 2 }] } },
        { k: 'buyer', v: { props: [{ v: masked('string') }, { v: { v: 3 } }, { v: masked('boolean') }] } },
        { k: 'at', v: { kind: 'date', text: '‹redacted: not on the allow-list›' } },
        { k: 'note', v: { t: 'null' } },
      ],
    });
  });

  test('does not overrule what is hidden anyway', () => {
    const { password, total } = shown(redaction, { password: 'hunter2', total: card });
    expect(password).toEqual({ t: 'redacted', reason: 'name' });
    expect(total).toMatchObject({ reason: 'pattern' });
  });

  test.each([
    ['order.total', true],
    ['order.total * 2 > 5', true],
    ['order["total"]', true],
    ['order.items[0].total', true],
    ['totals[0]', false],
    ['order', false],
    ['order.name', false],
    ['order.total + order.name.length', false],
    ['order[total]', false],
    ['map.get("total")', true],
    ['map.get(total)', false],
    ['`${order.name}`', false],
    ['order.name.includes("A")', false],
    ['order.name === "Ada" ? 1 : 2', false],
    ['this.total', true],
  ])('the result of %s: %s', (text, isShown) => {
    const parsed = parseExpression(text);
    const program = parsed.ok ? parsed.value : expect.fail('not parsed');
    const [value] = redaction.results([{ value: { t: 'number', v: 1 }, program }], 100);
    expect(value).toEqual(isShown ? { t: 'number', v: 1 } : masked('number'));
  });
});

describe("the hub's rules add to the process's own", () => {
  test('names, also where the process made an exception', () => {
    const own = { exceptNames: ['sessionToken'], names: ['iban2'] };
    expect(createRedaction(own).isSensitiveName('session_token')).toBe(false);
    expect(createRedaction(own).isSensitiveName('otherToken')).toBe(true);
    const both = withHub(own, { names: ['sessionToken', 'taxId'] });
    expect(['session_token', 'taxId', 'iban2', 'password'].map(both.isSensitiveName)).toEqual([true, true, true, true]);
  });

  test('patterns, types and e-mails', () => {
    const both = withHub(
      { patterns: [{ what: 'order', match: 'ord_\\w{4}' }] },
      { patterns: [{ what: 'cart', match: 'cart_\\w{4}' }], emails: true },
    );
    expect(both.text('ord_1234 cart_1234 a@b.example')).toBe('‹redacted: order› ‹redacted: cart› ‹redacted: e-mail›');
  });

  test('in allow mode a name must be on both lists', () => {
    const both = withHub({ mode: 'allow', allowNames: ['a', 'b'] }, { mode: 'allow', allowNames: ['b', 'c'] });
    expect(shown(both, { a: 1, b: 2, c: 3 })).toMatchObject({
      a: { t: 'redacted' },
      b: { v: 2 },
      c: { t: 'redacted' },
    });
  });

  test('and are gone with them', () => {
    const redaction = withHub({ names: ['own'] }, { names: ['theirs'], mode: 'allow' });
    redaction.change(noRedactionRules);
    expect(shown(redaction, { own: 1, theirs: 2 })).toMatchObject({ own: { t: 'redacted' }, theirs: { v: 2 } });
  });
});

describe('a pattern that somebody wrote', () => {
  test('and that takes too long hides everything until the rules change', () => {
    const slow = createRedaction({ patterns: [{ what: 'slow', match: '(a+)+b' }] });
    expect(shown(slow, { text: 'a'.repeat(90), count: 1 })).toMatchObject({
      text: { t: 'redacted' },
      count: { t: 'redacted', type: 'number' },
    });
    expect(shown(slow, { count: 1 })['count']).toMatchObject({ t: 'redacted' });
    slow.change(noRedactionRules);
    expect(shown(slow, { count: 1 })['count']).toEqual({ t: 'number', v: 1 });
  });

  test('and that this Node.js cannot read hides every text', () => {
    const redaction = withHub({}, { patterns: [{ what: 'new', match: '(' }] });
    expect(redaction.text('some text')).toBe('‹redacted: new, by a pattern that cannot be read›');
  });

  test('and that matches nothing at all does not go on for ever', () => {
    expect(createRedaction({ patterns: [{ what: 'x', match: 'x*' }] }).text('some xx test')).toBe(
      'some ‹redacted: x› test',
    );
  });
});

describe('group keys and failures', () => {
  const status: ProbeStatus = {
    ...{
      probeId: 'p',
      state: 'armed',
      bound: [],
      cost: { totalNs: 0, share: 0, armStallMs: 0 },
      estimateFactor: 1,
      estimateError: 0,
    },
    counts: { hits: 0, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 },
    lastFailure: { code: 'EXPRESSION_FAILED', message: `it gave ${card}.` },
    series: [
      { key: `a ${card}`, count: 1 },
      { key: 'a 5500005555555559', count: 2 },
      { key: `${'x'.repeat(190)} 411111111…`, count: 3 },
    ],
  };
  const by = (text: string) => {
    const parsed = parseExpression(text);
    return parsed.ok ? parsed.value : undefined;
  };

  test('are hidden by pattern, and groups that look alike then are one', () => {
    const hidden = createRedaction().status(status, by('kind'));
    expect(hidden.lastFailure?.message).toBe('it gave ‹redacted: card number›.');
    expect(hidden.series).toMatchObject([
      { key: 'a ‹redacted: card number›', count: 3 },
      { key: `${'x'.repeat(190)} ‹redacted: card number›…`, count: 3 },
    ]);
  });

  test('are one group when their expression reads a hidden name', () => {
    const hidden = withHub({}, { names: ['kind'] }).status(status, by('kind'));
    expect(hidden.series).toEqual([{ key: '‹redacted: name›', count: 6 }]);
  });
});

describe('settings', () => {
  const redactOf = (redact: string | readonly string[] | RedactOptions) =>
    typeof redact === 'string'
      ? resolveConfig({}, { STILLFRAME_REDACT: redact }, '').redact
      : resolveConfig({ redact }, {}, '').redact;

  test.each<[string | readonly string[] | RedactOptions, RedactOptions]>([
    ['', { names: [] }],
    ['iban, taxId', { names: ['iban', 'taxId'] }],
    [['iban'], { names: ['iban'] }],
    ['{"names":["iban"],"emails":true}', { names: ['iban'], emails: true }],
    [
      { mode: 'allow', allowNames: ['id'] },
      { mode: 'allow', allowNames: ['id'] },
    ],
  ])('%j', (given, expected) => {
    expect(redactOf(given)).toEqual(expected);
  });

  test.each([
    '{"names":',
    '{"names":"iban"}',
    '{"nams":["iban"]}',
    '{"patterns":[{"what":"x","match":"("}]}',
    '{"mode":"x"}',
  ])('%s: the agent does not start rather than show what was to be hidden', (text) => {
    expect(() => redactOf(text)).toThrow(/STILLFRAME_REDACT.* cannot be read/);
  });
});
