import { setImmediate as turn } from 'node:timers/promises';
import { threadTime } from '../threadTime.mjs';

const perBatch = 500;
const perTurnMs = 2;

/** Runs the hot function without end, from an asynchronous loop that lets other work in every 2 ms. */
export function createKernelWork({ spin }) {
  const state = { isRunning: false };
  let calls = 0;
  let sum = 0;

  const run = async () => {
    while (state.isRunning) {
      const untilMs = performance.now() + perTurnMs;
      do {
        sum ^= spin(perBatch);
        calls += perBatch;
      } while (performance.now() < untilMs);
      await turn();
    }
  };

  return {
    start() {
      state.isRunning = true;
      void run();
    },
    stop() {
      state.isRunning = false;
      return sum;
    },
    /** Calls so far, and the time they were given: wall time less what other processes took of the core. */
    now: () => ({ calls, ownNs: performance.now() * 1e6 - threadTime().waitedNs, wallNs: performance.now() * 1e6 }),
  };
}
