/** What arrived, in order, and a way to wait for what is still to come. */
export type Inbox<T> = {
  readonly all: readonly T[];
  push(item: T): void;
  /** The first item not taken yet that fits; it and everything before it are then taken. Rejects after `timeoutMs`. */
  next<S extends T>(fits: (item: T) => item is S, timeoutMs?: number): Promise<S>;
  next(fits: (item: T) => boolean, timeoutMs?: number): Promise<T>;
};

export function createInbox<T>(name: string): Inbox<T> {
  const all: T[] = [];
  let taken = 0;
  let wake = () => {};
  return {
    all,
    push(item) {
      all.push(item);
      wake();
    },
    async next(fits: (item: T) => boolean, timeoutMs = 5_000): Promise<never> {
      const untilMs = performance.now() + timeoutMs;
      for (;;) {
        const index = all.findIndex((item, at) => at >= taken && fits(item));
        if (index >= 0) {
          taken = index + 1;
          return all[index] as never;
        }
        const leftMs = untilMs - performance.now();
        if (leftMs <= 0) throw new Error(`${name}: nothing fitting came; untaken: ${JSON.stringify(all.slice(taken))}`);
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, leftMs);
        });
        clearTimeout(timer);
      }
    },
  };
}
