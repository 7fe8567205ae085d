/** Collects keys and hands them over together: the first at once (after the current event), later ones not more often than every `intervalMs`. */
export function createCoalescer(options: {
  readonly intervalMs: number;
  readonly flush: (keys: readonly string[]) => void;
}): { mark(key: string): void; forget(key: string): void; dispose(): void } {
  const { intervalMs, flush } = options;
  const marked = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let flushedAtMs = -Infinity;

  const run = () => {
    timer = undefined;
    flushedAtMs = performance.now();
    const keys = [...marked];
    marked.clear();
    if (keys.length > 0) flush(keys);
  };

  return {
    mark(key) {
      marked.add(key);
      timer ??= setTimeout(run, Math.max(0, flushedAtMs + intervalMs - performance.now())).unref();
    },
    forget: (key) => void marked.delete(key),
    dispose() {
      clearTimeout(timer);
      marked.clear();
    },
  };
}
