import type * as vscode from 'vscode';
import { connectWebview, type Feed, type PageOptions } from './connectWebview.ts';
import type { Post } from './pages.ts';

/** Fills an editor tab's webview; the feed ends with the tab. */
export function showInPanel(panel: vscode.WebviewPanel, options: PageOptions, startFeed: (post: Post) => Feed): void {
  const page = connectWebview(panel.webview, options, startFeed);
  const visibility = panel.onDidChangeViewState(() => page.setVisible(panel.visible));
  panel.onDidDispose(() => {
    visibility.dispose();
    page.dispose();
  });
  page.setVisible(panel.visible);
}
