import { setTimeout as sleep } from 'node:timers/promises';
import { threadTime } from '../threadTime.mjs';

/** Calls the handler and times each call from inside, on the app's own thread. */
export function createHandlerWork({ handle, makeOrder }) {
  const orders = Array.from({ length: 64 }, (_, id) => makeOrder(id));
  const once = (index) => {
    const order = orders[index % orders.length];
    const startedMs = performance.now();
    handle(order);
    return (performance.now() - startedMs) * 1e3;
  };

  return {
    /** Hot before anything is armed, as in a service that has been running. */
    warmUp() {
      for (let index = 0; index < 20_000; index++) once(index);
    },
    /** Microseconds of each call, and of a core that the thread spent per call, whatever it did in between included. */
    async hits({ bursts, perBurst, restMs, warmUps }) {
      for (let index = 0; index < warmUps; index++) {
        once(index);
        await sleep(restMs);
      }
      const micros = [];
      const before = threadTime();
      for (let burst = 0; burst < bursts; burst++) {
        await sleep(restMs);
        for (let index = 0; index < perBurst; index++) micros.push(once(burst * perBurst + index));
      }
      await sleep(restMs);
      const cpuMicros = (threadTime().onCoreNs - before.onCoreNs) / 1e3 / micros.length;
      return { micros, cpuMicros };
    },
  };
}
