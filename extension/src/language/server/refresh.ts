import { createThrottle } from './throttle.ts';

/**
 * An editor that is told to read again drops what it is reading and starts over, so in a tight stream it would never come
 * to an end: at most this often, ms.
 */
export const refreshMs = 500;

/** Tells the editor to read again, but only when it would read something else than it has. */
export type Refresh = {
  /** The answer to the editor; `readAll` gives what it would read of that document at any later time. */
  answered(uri: string, readAll: () => unknown): void;
  /** Something changed that the answers are made from. */
  request(): void;
  /** The document was closed. */
  forget(uri: string): void;
  dispose(): void;
};

export function createRefresh(ask: () => void, ms: number = refreshMs): Refresh {
  const read = new Map<string, { readonly readAll: () => unknown; readonly text: string }>();
  const isOutdated = () => [...read.values()].some(({ readAll, text }) => JSON.stringify(readAll()) !== text);
  const throttle = createThrottle(() => {
    if (isOutdated()) ask();
  }, ms);
  return {
    answered: (uri, readAll) => void read.set(uri, { readAll, text: JSON.stringify(readAll()) }),
    request: () => throttle.request(),
    forget: (uri) => void read.delete(uri),
    dispose: () => throttle.dispose(),
  };
}
