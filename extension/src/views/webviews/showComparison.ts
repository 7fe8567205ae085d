import { baseName, timeText } from '@stillframe/protocol/reading';
import type { ComparedCapture } from '@stillframe/protocol/webview';
import * as vscode from 'vscode';
import type { PageOptions } from './connectWebview.ts';
import { showInPanel } from './showInPanel.ts';

/** Opens an editor tab with two captures side by side; like a diff, it is gone when it is closed. */
export function showComparison(left: ComparedCapture, right: ComparedCapture, page: PageOptions): void {
  const top = right.capture.frames[0];
  const place = top === undefined ? 'captures' : `${baseName(top.file)}:${top.line1}`;
  const time = ({ capture }: ComparedCapture) => timeText(capture.atMs, Date.now());
  const title = `${place} ${time(left)} ↔ ${time(right)}`;
  const panel = vscode.window.createWebviewPanel('stillframe.comparison', title, vscode.ViewColumn.Active);
  showInPanel(panel, page, (post) => ({
    async handle(message) {
      if (message.type === 'ready') post({ type: 'compare', left, right });
      if (message.type === 'copy') await vscode.env.clipboard.writeText(message.text);
    },
    setVisible: () => undefined,
    dispose: () => undefined,
  }));
}
