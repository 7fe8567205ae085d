import { randomBytes } from 'node:crypto';
import type { HostMessage } from '@stillframe/protocol/webview';

export type Post = (message: HostMessage) => void;

/** The pages that are open, by a key that each carries in what its context menus tell VS Code. */
export type Pages = {
  /** Until disposed. */
  readonly add: (post: Post) => { readonly key: string; readonly dispose: () => void };
  /** Hands a chosen menu item to the page whose menu it was; `context` is what VS Code passes to the command. */
  readonly choose: (action: MenuAction, context: unknown) => void;
};
export type MenuAction = Extract<HostMessage, { type: 'menu' }>['action'];

export function createPages(): Pages {
  const pages = new Map<string, Post>();
  return {
    add(post) {
      const key = randomBytes(8).toString('hex');
      pages.set(key, post);
      return { key, dispose: () => void pages.delete(key) };
    },
    choose(action, context) {
      if (typeof context !== 'object' || context === null || !('pageKey' in context)) return;
      const captureId = 'captureId' in context && typeof context.captureId === 'string' ? context.captureId : undefined;
      pages.get(String(context.pageKey))?.({ type: 'menu', action, captureId });
    },
  };
}
