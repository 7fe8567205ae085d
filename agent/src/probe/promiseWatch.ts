import { promiseHooks } from 'node:v8';
import { weakMap } from './primordials.ts';

const { createHook } = promiseHooks;

/** Sees promises being made and settled, on this thread. Only while it is on: each promise costs about 0.1 µs more then. */
export type PromiseWatch = {
  setOn(isOn: boolean): void;
  /**
   * The promise made last. At the first statement of an async function that is its own: V8 makes it when the function is
   * called, and nothing else of the app has run since but its parameters' patterns.
   */
  newest(): object | undefined;
  /** Calls back when the promise is settled, also when that is by another promise. Forgotten when switched off. */
  onSettled(promise: object, callback: () => void): void;
};

/** Several probes may wait for one promise. */
type Waiting = { readonly callback: () => void; readonly next: Waiting | null };

/** Callbacks run inside whatever of the app settles the promise, so they must not throw. */
export function createPromiseWatch(): PromiseWatch {
  let stop: (() => void) | undefined;
  let newest: object | undefined;
  let waiting = weakMap<object, Waiting | null>();
  return {
    setOn(isOn) {
      if (isOn === (stop !== undefined)) return;
      if (isOn) {
        // Node's own list of hooks: an app's AsyncLocalStorage, tracers and hooks are not disturbed.
        const end = createHook({
          init(promise) {
            newest = promise;
          },
          settled(promise) {
            let entry = waiting.get(promise) ?? null;
            if (entry === null) return;
            waiting.set(promise, null);
            for (; entry !== null; entry = entry.next) entry.callback();
          },
        });
        stop = () => void end();
        return;
      }
      stop?.();
      stop = undefined;
      newest = undefined;
      waiting = weakMap();
    },
    newest: () => newest,
    onSettled(promise, callback) {
      waiting.set(promise, { callback, next: waiting.get(promise) ?? null });
    },
  };
}
