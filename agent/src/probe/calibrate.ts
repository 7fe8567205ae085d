import { breakReferenceNs } from '../shared/plan.ts';
import { nowNs } from './clock.ts';
import type { DebugSession } from './debugSession.ts';

/** Enough for a steady median; about 1 ms in all. */
const rounds = 15;

/**
 * How much slower or quicker a hit is on this machine than on the one where V8's costs were fitted. Measured on a function
 * of our own, which the hook holds as `sample`, with a breakpoint whose condition is false.
 */
export function measureBreakScale(session: DebugSession, sample: () => number): number {
  const breakpointId = session.breakInOwnFunction('sample', 'false');
  if (breakpointId === undefined) return 1;
  try {
    // The shortest that is not an exception: V8 compiles things in the first ones, and others share the machine.
    let first = Infinity;
    let second = Infinity;
    for (let round = 0; round < rounds; round++) {
      const startedNs = nowNs();
      sample();
      const tookNs = nowNs() - startedNs;
      if (tookNs < first) {
        second = first;
        first = tookNs;
      } else if (tookNs < second) second = tookNs;
    }
    const scale = second / breakReferenceNs;
    return scale < minScale ? minScale : scale > maxScale ? maxScale : scale;
  } finally {
    session.removeBreakpoint(breakpointId);
  }
}

const minScale = 0.3;
const maxScale = 5;
