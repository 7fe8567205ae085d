import type { Opening, Openings } from './openings.ts';
import { createList } from './primordials.ts';

/**
 * The calls of one synchronous function that are under way on this thread. There is no place to stop at when an exception
 * passes through a function, so calls left that way stay behind until the next look at the stack, and are given up then.
 */
export type CallStack = {
  /** A call begins; undefined when it is not to be timed. */
  enter(call: Opening | undefined, gaps: number): void;
  /** The call that ends here; undefined when it is not timed, or not known for certain. */
  leave(gaps: number): Opening | undefined;
};

/**
 * `depthNow`: how many frames of the function are on the stack, the running one included; undefined when there are too many
 * to tell. Asked only when that is in doubt, because it costs 10 to 100 µs.
 */
export function createCallStack(openings: Openings, depthNow: () => number | undefined): CallStack {
  const calls = createList<Opening | undefined>();
  /** Calls may be on the stack that are not in the list. Until there is none, nothing is timed. */
  let isLost = true;
  let seenGaps = -1;

  const pop = (): Opening | undefined => {
    const call = calls[calls.length - 1];
    calls.length--;
    return call;
  };
  const giveUpBeyond = (depth: number) => {
    while (calls.length > depth) {
      const call = pop();
      if (call !== undefined) openings.giveUp(call);
    }
  };
  const lose = () => {
    giveUpBeyond(0);
    isLost = true;
  };
  const look = (gaps: number) => {
    if (gaps !== seenGaps) lose();
    seenGaps = gaps;
  };

  return {
    enter(call, gaps) {
      look(gaps);
      if (isLost || calls.length > 0) {
        const below = (depthNow() ?? Infinity) - 1;
        giveUpBeyond(below);
        if (below === 0) isLost = false;
        else if (calls.length !== below) lose();
      }
      if (!isLost) calls[calls.length] = call;
      else if (call !== undefined) openings.giveUp(call);
    },
    leave(gaps) {
      look(gaps);
      if (isLost || calls.length === 0) return undefined;
      // All calls under way are in the list, so the only one in it is the one that runs.
      if (calls.length > 1) {
        const depth = depthNow() ?? Infinity;
        giveUpBeyond(depth);
        if (calls.length !== depth) lose();
      }
      return isLost ? undefined : pop();
    },
  };
}
