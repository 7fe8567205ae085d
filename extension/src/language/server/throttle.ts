/** Calls `work` at once and then at most every `ms`, however often it is asked for; the last request is never lost. */
export function createThrottle(work: () => void, ms: number): { request(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;
  const run = () => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) run();
    }, ms);
    work();
  };
  return {
    request() {
      isWanted = true;
      if (timer === undefined) run();
    },
    dispose: () => clearTimeout(timer),
  };
}
