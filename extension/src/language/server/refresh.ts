import { createThrottle } from './throttle.ts';

/**
 * An editor that is told to read again drops what it is reading and starts over, so in a tight stream it would never come
 * to an end: at most this often, ms.
 */
export const refreshMs = 500;

/** Tells the editor to read again, but only when it would read something else than it has. */
export type Refresh = {
  /** Reads the answer to the editor, and would read it anew at any later time to see whether it is another one. */
  answer<T>(uri: string, readAll: () => T): T;
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
    answer(uri, readAll) {
      const answer = readAll();
      read.set(uri, { readAll, text: JSON.stringify(answer) });
      return answer;
    },
    request: () => throttle.request(),
    forget: (uri) => void read.delete(uri),
    dispose: () => throttle.dispose(),
  };
}
