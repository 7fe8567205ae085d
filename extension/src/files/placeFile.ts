import type * as vscode from 'vscode';

/** A document's path as probes carry it: absolute, `/` on every platform. */
export const placeFile = (uri: vscode.Uri) => uri.fsPath.replaceAll('\\', '/');
