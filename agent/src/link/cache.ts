/** A small least-recently-used cache of promises; what falls out is disposed. A failed load is not kept. */
export type Cache<T> = { get(key: string, load: () => Promise<T>): Promise<T>; clear(): void };

export function createCache<T>(maxEntries: number, dispose: (value: T) => void): Cache<T> {
  const entries = new Map<string, Promise<T>>();
  const drop = (entry: Promise<T>) => void entry.then(dispose, () => {});
  return {
    get(key, load) {
      const known = entries.get(key);
      const entry = known ?? load();
      entries.delete(key);
      entries.set(key, entry);
      if (known === undefined) entry.catch(() => entries.delete(key));
      for (const [oldKey, old] of entries) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldKey);
        drop(old);
      }
      return entry;
    },
    clear() {
      for (const entry of entries.values()) drop(entry);
      entries.clear();
    },
  };
}
