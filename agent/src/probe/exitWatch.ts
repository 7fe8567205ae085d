import { EventEmitter } from 'node:events';
import { reflectApply } from './primordials.ts';

/** Hears of the end of the process: `process.exit`, an error nobody caught, or nothing left to do. Not of a signal. */
export type ExitWatch = {
  /** From now on; does nothing when it is on already. */
  on(): void;
  /** Leaves the process as it was. */
  off(): void;
};

const { on, removeListener, getMaxListeners, setMaxListeners } = EventEmitter.prototype;

/** `onExit` must not throw: what an exit listener throws changes the exit code. Idle until `on`. */
export function createExitWatch(onExit: () => void): ExitWatch {
  const app = process;
  let isOn = false;

  /** Room for our listener beside the app's: it must not be the one that makes Node warn of a leak. */
  const makeRoom = (change: 1 | -1) => {
    const max = reflectApply(getMaxListeners, app, []);
    if (max > 0) reflectApply(setMaxListeners, app, [max + change]);
  };

  return {
    on() {
      if (isOn) return;
      isOn = true;
      makeRoom(1);
      reflectApply(on, app, ['exit', onExit]);
    },
    off() {
      if (!isOn) return;
      isOn = false;
      reflectApply(removeListener, app, ['exit', onExit]);
      makeRoom(-1);
    },
  };
}
