import { randomBytes } from 'node:crypto';
import { badRequest, StillframeError, type UserError } from '@stillframe/protocol';
import { type HostMessage, parseViewMessage, type ViewMessage } from '@stillframe/protocol/webview';
import * as vscode from 'vscode';
import { webviewHtml } from './webviewHtml.ts';

/** What feeds one open webview. */
export type Feed = {
  /** Rejects with what the person should read. */
  readonly handle: (message: ViewMessage) => Promise<void>;
  /** The view was shown or hidden; a hidden one may have been unloaded and asks anew with `ready`. */
  readonly setVisible: (isVisible: boolean) => void;
  readonly dispose: () => void;
};

export type ViewOptions = {
  readonly extensionUri: vscode.Uri;
  /** Bundle name below dist/extension/webview. */
  readonly bundle: 'captures' | 'metrics';
  readonly title: string;
  /** Called for each webview VS Code makes of this view. */
  readonly startFeed: (post: (message: HostMessage) => void) => Feed;
};

/** A webview that can do nothing but show our bundle and send checked messages. */
export function createViewProvider({
  extensionUri,
  bundle,
  title,
  startFeed,
}: ViewOptions): vscode.WebviewViewProvider {
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'extension', 'webview');
  return {
    resolveWebviewView(view) {
      const { webview } = view;
      webview.options = { enableScripts: true, localResourceRoots: [root] };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a VS Code webview, not a window
      const post = (message: HostMessage) => void webview.postMessage(message);
      const feed = startFeed(post);
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
      const visibility = view.onDidChangeVisibility(() => feed.setVisible(view.visible));
      view.onDidDispose(() => {
        listener.dispose();
        visibility.dispose();
        feed.dispose();
      });
      feed.setVisible(view.visible);
      webview.html = webviewHtml({
        cspSource: webview.cspSource,
        scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${bundle}.js`)).toString(),
        styleUri: webview.asWebviewUri(vscode.Uri.joinPath(root, `${bundle}.css`)).toString(),
        nonce: randomBytes(16).toString('base64url'),
        title,
      });
    },
  };
}

function userErrorOf(error: unknown): UserError {
  if (error instanceof StillframeError) return error.user;
  return badRequest(error instanceof Error ? error.message : String(error));
}
