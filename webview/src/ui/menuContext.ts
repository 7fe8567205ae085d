/**
 * What VS Code's native context menu (`webview/context` in package.json) knows of the thing it is opened on: `when` clauses read it,
 * and the command gets it back. Goes into the attribute `data-vscode-context`; of nested ones, VS Code joins all.
 */
export function menuContext(of: Readonly<Record<string, string | boolean>>): string {
  return JSON.stringify({
    ...of,
    pageKey: document.body.dataset['pageKey'] ?? '',
    preventDefaultContextMenuItems: true,
  });
}
