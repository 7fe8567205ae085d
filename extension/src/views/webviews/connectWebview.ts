import { randomBytes } from 'node:crypto';
import { badRequest, StillframeError, type UserError } from '@stillframe/protocol';
import { type HostMessage, parseViewMessage, type ViewMessage } from '@stillframe/protocol/webview';
import * as vscode from 'vscode';
import type { Pages, Post } from './pages.ts';
import { webviewHtml } from './webviewHtml.ts';

/** What feeds one open webview. */
export type Feed = {
  /** Rejects with what the person should read. */
  readonly handle: (message: ViewMessage) => Promise<void>;
  /** The view was shown or hidden; a hidden one may have been unloaded and asks anew with `ready`. */
  readonly setVisible: (isVisible: boolean) => void;
  readonly dispose: () => void;
};

export type PageOptions = {
  readonly extensionUri: vscode.Uri;
  /** Bundle name below dist/extension/webview. */
  readonly bundle: 'captures' | 'metrics';
  readonly title: string;
  readonly pages: Pages;
};

/** Gives a webview a page that can do nothing but show our bundle and send checked messages; disposing ends the feed. */
export function connectWebview(
  webview: vscode.Webview,
  { extensionUri, bundle, title, pages }: PageOptions,
  startFeed: (post: Post) => Feed,
): Pick<Feed, 'setVisible' | 'dispose'> {
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'extension', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a VS Code webview, not a window
  const post = (message: HostMessage) => void webview.postMessage(message);
  const feed = startFeed(post);
  const page = pages.add(post);
  const listener = webview.onDidReceiveMessage(async (data: unknown) => {
    const message = parseViewMessage(data);
    if (message === undefined)
      return post({ type: 'error', error: badRequest('The view sent a message that is not understood.') });
    try {
      await feed.handle(message);
    } catch (error) {
      post({ type: 'error', error: userErrorOf(error) });
    }
  });
  webview.html = webviewHtml({
    cspSource: webview.cspSource,
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${bundle}.js`)).toString(),
    styleUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${bundle}.css`)).toString(),
    nonce: randomBytes(16).toString('base64url'),
    title,
    pageKey: page.key,
  });
  return {
    setVisible: (isVisible) => feed.setVisible(isVisible),
    dispose() {
      listener.dispose();
      page.dispose();
      feed.dispose();
    },
  };
}

function userErrorOf(error: unknown): UserError {
  if (error instanceof StillframeError) return error.user;
  return badRequest(error instanceof Error ? error.message : String(error));
}
