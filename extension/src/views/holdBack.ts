/** Calls `work` once `ms` after it was first asked for, however often it is asked for meanwhile. */
export function createHoldBack(work: () => void, ms: number): { request(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    request() {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, ms);
    },
    dispose: () => clearTimeout(timer),
  };
}
