import * as vscode from 'vscode';
import type { WorkspaceFiles } from './workspaceFiles.ts';

/** A place in a file as a running process knows it. */
export type SourcePlace = { readonly file: string; readonly line1: number; readonly column1?: number | undefined };
/** Shows a frame's line in an editor; says so when the file is not here. */
export type OpenFrame = (place: SourcePlace) => Promise<void>;

export function createOpenFrame(files: WorkspaceFiles): OpenFrame {
  return async (place) => {
    const uris = await files.find(place.file);
    const uri = uris.length > 1 ? await choose(uris) : uris[0];
    if (uri === undefined) {
      if (uris.length === 0) {
        void vscode.window.showWarningMessage(
          `${place.file} is not in this workspace. Open the folder with its source.`,
        );
      }
      return;
    }
    await openLine(uri, place.line1, place.column1);
  };
}

/** Opens a line in the middle of its editor, the cursor on it. */
export async function openLine(uri: vscode.Uri, line1: number, column1 = 1): Promise<void> {
  const position = new vscode.Position(Math.max(0, line1 - 1), Math.max(0, column1 - 1));
  const editor = await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function choose(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Several files fit; which one is it?' });
  return picked?.uri;
}
