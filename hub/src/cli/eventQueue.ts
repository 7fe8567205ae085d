/** Events in the order they came, taken one at a time. */
export type EventQueue<T> = {
  push(event: T): void;
  /** The next event; 'timeout' at `untilMs` (performance.now), 'interrupted' when the signal is aborted. */
  next(untilMs: number): Promise<{ readonly event: T } | 'timeout' | 'interrupted'>;
};

export function createEventQueue<T>(interrupted: AbortSignal): EventQueue<T> {
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  interrupted.addEventListener('abort', () => wake?.());

  return {
    push(event) {
      waiting.push(event);
      wake?.();
    },
    async next(untilMs) {
      for (;;) {
        if (interrupted.aborted) return 'interrupted';
        const event = waiting.shift();
        if (event !== undefined) return { event };
        const leftMs = untilMs - performance.now();
        if (leftMs <= 0) return 'timeout';
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, Math.min(leftMs, 2 ** 31 - 1));
        });
        clearTimeout(timer);
        wake = undefined;
      }
    },
  };
}
