import * as vscode from 'vscode';

/** The document of a file that is open; undefined when it is not. */
export const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
