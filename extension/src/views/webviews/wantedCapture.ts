/** The capture somebody asked for elsewhere in the editor, until a view that may only be opening has shown it. */
export type WantedCapture = {
  want(captureId: string): void;
  /** The one wanted, once. */
  take(): string | undefined;
  /** The returned function unsubscribes. */
  onDidChange(listener: () => void): () => void;
};

export function createWantedCapture(): WantedCapture {
  const listeners = new Set<() => void>();
  let wanted: string | undefined;
  return {
    want(captureId) {
      wanted = captureId;
      for (const listener of listeners) listener();
    },
    take() {
      const captureId = wanted;
      wanted = undefined;
      return captureId;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
