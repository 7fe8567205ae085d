import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createTapeReader, decodeValue } from '../../../agent/src/link/decodeValue.ts';
import { createRedaction } from '../../../agent/src/link/redaction.ts';
import { createWalk, createTape } from '../../../agent/src/probe/walk.ts';
import { tag, type Tape, type WalkLimits } from '../../../agent/src/shared/tape.ts';
import { ValueSchema, type Value } from '../../../protocol/src/index.ts';
import { buildGraph, graphPlans, ran } from './support/objectGraphs.ts';

const redaction = createRedaction({ emails: true, types: ['Cart'] });
const { value: program } = {
  value: { text: 'x', body: { op: 'name', index: 0 }, names: ['x'], usesThis: false },
} as const;

const limitSets = fc.record({
  depth: fc.nat(8),
  properties: fc.integer({ min: 1, max: 60 }),
  items: fc.integer({ min: 1, max: 120 }),
  stringLength: fc.integer({ min: 1, max: 2_000 }),
});
const budgets = fc.record({
  maxBytes: fc.oneof(fc.constant(1e6), fc.integer({ min: 0, max: 3_000 })),
  deadlineNs: fc.oneof({ weight: 9, arbitrary: fc.constant(Infinity) }, fc.constant(0)),
});

test('10,000 graphs of objects come back as values by the protocol, within the limits', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(graphPlans, { minLength: 1, maxLength: 2 }), limitSets, budgets, (plans, limits, budget) => {
      const values = plans.map(buildGraph);
      ran.count = 0;
      const walk = createWalk(limits, budget);
      const tape = createTape();
      for (const value of values) walk.value(tape, value);
      const reader = createTapeReader(structuredClone(tape));
      const decoded = values.map(() => decodeValue(reader, redaction));
      expect(reader.peek()).toBe(undefined);
      // One value may go beyond: its own text, and the heads of the objects it is in.
      expect(walk.bytes).toBeLessThan(budget.maxBytes + 10_000 + limits.stringLength * 4);
      const ids = new Set<number>();
      for (const value of decoded) checkLimits(value, limits, limits.depth, ids);
      const shown = redaction.results(
        decoded.map((value) => ({ value, program })),
        limits.stringLength,
      );
      expect(v.is(v.array(ValueSchema), JSON.parse(JSON.stringify(shown)))).toBe(true);
      expect(JSON.stringify(shown)).not.toContain('4111111111111111');
      expect(ran.count).toBe(0);
    }),
    { numRuns: 10_000 },
  );
});

test('a tape with mistakes in it is refused or read, and does nothing else', { timeout: 60_000 }, () => {
  const items = fc.oneof(
    fc.constantFrom<Tape[number]>(...Object.values(tag), 1e9, -5, NaN, 'x', '', null, true),
    fc.nat(30),
  );
  fc.assert(
    fc.property(graphPlans, fc.array(fc.tuple(fc.nat(), items), { minLength: 1, maxLength: 5 }), (plan, edits) => {
      const tape = createTape();
      createWalk(
        { depth: 3, properties: 9, items: 9, stringLength: 99 },
        { maxBytes: 5_000, deadlineNs: Infinity },
      ).value(tape, buildGraph(plan));
      const broken = structuredClone(tape);
      for (const [at, item] of edits) broken[at % broken.length] = item;
      try {
        decodeValue(createTapeReader(broken), redaction);
      } catch (error) {
        expect(String(error)).toMatch(/tape|kind|section/);
      }
    }),
    { numRuns: 10_000 },
  );
});

/** Without `expect`, which takes longer than all the rest. */
function checkLimits(value: Value, limits: WalkLimits, depth: number, ids: Set<number>): void {
  const check = (isWithin: boolean, what: string) => {
    if (!isWithin) expect.fail(`${what}: ${JSON.stringify(value).slice(0, 500)}`);
  };
  if (value.t === 'string') check(value.v.length <= limits.stringLength, 'length');
  if (value.t !== 'object') return;
  check(!ids.has(value.id), 'one object twice');
  ids.add(value.id);
  check(value.props.length <= limits.properties, 'properties');
  // Holes in a row count as one, and the last ones are beside the limit.
  check((value.items ?? value.entries ?? []).length <= limits.items + 1, 'items');
  check((value.text ?? '').length <= Math.max(limits.stringLength, 40), 'text');
  const members = [
    ...value.props.map((property) => property.v),
    ...(value.items ?? []),
    ...(value.entries ?? []).flat(),
  ];
  check(members.length === 0 || depth > 0, 'depth');
  for (const member of members) checkLimits(member, limits, depth - 1, ids);
}
