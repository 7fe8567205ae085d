import { AsyncLocalStorage } from 'node:async_hooks';
import { createList } from './primordials.ts';

/** Storages of asynchronous context for what comes and goes. */
export type StoragePool<T> = {
  /** What a former user left in a context may still be seen in it. */
  take(): AsyncLocalStorage<T | undefined>;
  giveBack(storage: AsyncLocalStorage<T | undefined>): void;
};

/**
 * A storage leaves an entry in every context that was entered with it, and a service's longest-lived contexts (its server,
 * its connections) live as long as the process. So a storage is used again rather than another one made. Made when first
 * taken, because on Node 20 and 22 that switches async hooks on; given back, it is off.
 */
export function createStoragePool<T>(): StoragePool<T> {
  const free = createList<AsyncLocalStorage<T | undefined>>();
  return {
    take() {
      const storage = free[free.length - 1];
      if (storage === undefined) return new AsyncLocalStorage<T | undefined>();
      free.length -= 1;
      return storage;
    },
    giveBack(storage) {
      storage.disable();
      free[free.length] = storage;
    },
  };
}
