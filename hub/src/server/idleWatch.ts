/** Calls `onIdle` after `idleMs` without a connection; never when `idleMs` is undefined. */
export function createIdleWatch(
  idleMs: number | undefined,
  onIdle: () => void,
): { connected(): void; disconnected(): void; dispose(): void } {
  let open = 0;
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    if (idleMs !== undefined && open === 0) timer = setTimeout(onIdle, idleMs).unref();
  };
  wait();
  return {
    connected() {
      open += 1;
      clearTimeout(timer);
    },
    disconnected() {
      open -= 1;
      wait();
    },
    dispose() {
      clearTimeout(timer);
      open = Infinity;
    },
  };
}
