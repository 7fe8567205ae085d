import type * as vscode from 'vscode';
import { connectWebview, type Feed, type PageOptions } from './connectWebview.ts';
import type { Post } from './pages.ts';

/** A view of the side bar. `startFeed` is called for each webview VS Code makes of it. */
export function createViewProvider(
  options: PageOptions & { readonly startFeed: (post: Post) => Feed },
): vscode.WebviewViewProvider {
  return {
    resolveWebviewView(view) {
      const page = connectWebview(view.webview, options, options.startFeed);
      const visibility = view.onDidChangeVisibility(() => page.setVisible(view.visible));
      view.onDidDispose(() => {
        visibility.dispose();
        page.dispose();
      });
      page.setVisible(view.visible);
    },
  };
}
