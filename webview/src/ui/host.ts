import type { HostMessage, ViewMessage } from '@stillframe/protocol/webview';

/** The extension as a webview sees it. `load` and `save` keep small state while the view is hidden or the window reloads. */
export type Host<State> = {
  readonly post: (message: ViewMessage) => void;
  readonly load: () => Partial<State> | undefined;
  readonly save: (state: State) => void;
  /** The returned function unsubscribes. */
  readonly onMessage: (listener: (message: HostMessage) => void) => () => void;
};

type VsCodeApi = {
  postMessage: (message: ViewMessage) => void;
  getState: () => unknown;
  setState: (state: unknown) => void;
};
declare function acquireVsCodeApi(): VsCodeApi;

/** Connects to the extension; may be called once in a page. */
export function connectHost<State>(): Host<State> {
  const api = acquireVsCodeApi();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's API, not a window
    post: (message) => api.postMessage(message),
    load: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : undefined;
    },
    save: (state) => api.setState(state),
    onMessage: (listener) => {
      const receive = (event: MessageEvent) => listener(event.data as HostMessage);
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
  };
}
