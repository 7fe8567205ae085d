import { setTimeout as sleep } from 'node:timers/promises';

/** A turn of the event loop that takes longer than this counts whole; one takes some µs when nothing happens. */
const stillMs = 1;
/** What an action sets off may come after it has answered. */
const settleMs = 300;

/** For each action, how many milliseconds the thread stood still while it ran and shortly after. */
export async function standsStill(actions) {
  let totalMs = 0;
  let lastMs = performance.now();
  let isOn = true;
  const look = () => {
    const nowMs = performance.now();
    if (nowMs - lastMs > stillMs) totalMs += nowMs - lastMs;
    lastMs = nowMs;
    if (isOn) setImmediate(look);
  };
  look();
  const stalls = [];
  for (const action of actions) {
    await sleep(settleMs);
    const beforeMs = totalMs;
    await action();
    await sleep(settleMs);
    stalls.push(totalMs - beforeMs);
  }
  isOn = false;
  return stalls;
}
