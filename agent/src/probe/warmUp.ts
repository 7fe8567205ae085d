import { nowNs } from './clock.ts';
import { captureStack } from './stack.ts';
import { createWalk } from './walk.ts';
import { createTape } from './walkTape.ts';

/**
 * Runs what a snapshot runs, once, on values of our own: V8 compiles a function at its first call, which took 1.5 to 8 ms of
 * the first hit. Paid while arming instead, where the stall is measured and said.
 */
export function warmUp(): void {
  const walk = createWalk(
    { depth: 3, properties: 10, items: 10, stringLength: 100 },
    { maxBytes: 10_000, deadlineNs: nowNs() + 10e6 },
  );
  const sample = {
    text: 'a',
    number: 1.5,
    list: [1, [2]],
    map: new Map([['a', new Set([1])]]),
    error: new Error('sample'),
  };
  walk.value(createTape(), { ...sample, at: new Date(0), pattern: /a/, bytes: new Uint8Array(1), run: warmUp });
  captureStack(5, warmUp, false);
}
