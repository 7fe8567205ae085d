import { expect, test } from 'vitest';
import { createCallStack } from '../../../agent/src/probe/callStack.ts';
import { createOpenings } from '../../../agent/src/probe/openings.ts';
import { cell, createCells } from '../../../agent/src/shared/memory.ts';

/** Runs a script of calls: `(` enters, `)` leaves, `!` leaves by an exception, `g` is a gap; answers whose end was recorded. */
function run(script: string, options: { readonly startDepth?: number; readonly maxDepth?: number } = {}) {
  const { startDepth = 0, maxDepth = Infinity } = options;
  const cells = createCells();
  const openings = createOpenings(cells);
  let depth = startDepth;
  let gaps = 0;
  let looks = 0;
  const calls = createCallStack(openings, () => {
    looks++;
    return depth > maxDepth ? undefined : depth;
  });
  const real: number[] = [];
  const wrong: string[] = [];
  let entered = 0;
  let timed = 0;
  for (const step of script) {
    switch (step) {
      case '(': {
        const call = { startNs: ++entered, group: null, isOpen: true };
        depth++;
        real.push(entered);
        openings.add(call);
        calls.enter(call, gaps);
        break;
      }
      case '[':
        depth++;
        real.push(++entered);
        calls.enter(undefined, gaps);
        break;
      case ')': {
        const call = calls.leave(gaps);
        const expected = real.pop();
        depth--;
        if (call === undefined || !openings.close(call)) break;
        timed++;
        if (call.startNs !== expected) wrong.push(`${call.startNs} for ${expected}`);
        break;
      }
      case '!':
        real.pop();
        depth--;
        break;
      case 'g':
        gaps++;
        break;
      default:
    }
  }
  return { timed, wrong, looks, unpaired: cells[cell.unpaired], open: cells[cell.open] };
}

test.each([
  // script, timed, unpaired
  ['()()()', 3, 0],
  ['((()))', 3, 0],
  ['((!)', 1, 1],
  ['(!(!()', 1, 2],
  ['((!(!()))', 2, 2],
  ['(((!!()))', 2, 2],
  // Not timed, because its condition was false.
  ['([)[))()', 2, 0],
  ['[(!)()', 1, 1],
  ['([!)', 1, 0],
  // A place was out for a while.
  ['(g)()', 1, 1],
  ['((g)())()', 1, 3],
  ['((g!())()', 1, 3],
])('%s: %i times, %i given up, none of another call', (script, timed, unpaired) => {
  // What is still open at the end is noticed by the next call.
  expect(run(`${script}()`)).toMatchObject({ timed: timed + 1, unpaired, wrong: [], open: 0 });
});

test('random calls, exceptions and gaps: never the time of another call', () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 2_000; round++) {
    let depth = 0;
    let script = '';
    for (let step = 0; step < 40; step++) {
      const choice = depth === 0 ? random(3) : random(10);
      script += choice < 3 ? '(' : choice === 3 ? '[' : choice === 4 ? 'g' : choice < 7 ? '!' : ')';
      depth += choice < 4 ? 1 : choice === 4 ? 0 : -1;
    }
    expect(run(script)).toMatchObject({ wrong: [] });
    expect(run(script, { maxDepth: 3 })).toMatchObject({ wrong: [] });
  }
});

test('the stack is not looked at for plain calls', () => {
  expect(run('()'.repeat(100)).looks).toBe(1);
});

test('a function that was running when the probe came is not taken for one of the calls', () => {
  expect(run('()(!', { startDepth: 1 })).toMatchObject({ timed: 0 });
});
