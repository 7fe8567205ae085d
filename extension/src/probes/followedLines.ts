import { findLine, lineText, type Place } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { openDocument } from '../files/openDocument.ts';
import { shiftLine } from './shiftLine.ts';

/** Where the lines of probes are in the files as they are edited. */
export type FollowedLines = vscode.Disposable & {
  /** The 1-based line of a place in a file now: where its text is when the file opens, then wherever edits move it. */
  lineOf(uri: vscode.Uri, place: Place): number;
  /** The place on its new line, when it moved and its text did not change; undefined when there is nothing to tell. */
  movedPlace(document: vscode.TextDocument, place: Place): Place | undefined;
  readonly onDidChange: vscode.Event<void>;
};

export function createFollowedLines(): FollowedLines {
  const changed = new vscode.EventEmitter<void>();
  /** By file, then by place: only of open files, so it stays small. */
  const lines = new Map<string, Map<string, number>>();

  const lineOf = (uri: vscode.Uri, place: Place): number => {
    const document = openDocument(uri);
    if (document === undefined) return place.line1;
    const known = lines.get(uri.toString()) ?? new Map<string, number>();
    lines.set(uri.toString(), known);
    const key = keyOf(place);
    const line1 = known.get(key) ?? lineInText(document, place);
    known.set(key, line1);
    return line1;
  };

  const onEdit = ({ document, contentChanges }: vscode.TextDocumentChangeEvent) => {
    const known = lines.get(document.uri.toString());
    if (known === undefined || known.size === 0 || contentChanges.length === 0) return;
    // Reverted, or changed on disk by another branch: what the text says counts.
    if (!document.isDirty) known.clear();
    for (const [key, line1] of known) {
      const line0 = contentChanges.reduce((line0, { range, text }) => {
        const addedLines = text.split('\n').length - 1;
        const { start, end } = range;
        return shiftLine(line0, { start0: start.line, startColumn0: start.character, end0: end.line, addedLines });
      }, line1 - 1);
      known.set(key, line0 + 1);
    }
    changed.fire();
  };

  const listeners = [
    vscode.workspace.onDidChangeTextDocument(onEdit),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (document.uri.scheme === 'file') changed.fire();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void lines.delete(uri.toString())),
  ];
  return {
    lineOf,
    movedPlace(document, place) {
      const line1 = lineOf(document.uri, place);
      if (line1 === place.line1 || place.text === undefined || line1 > document.lineCount) return undefined;
      return lineText(document.lineAt(line1 - 1).text) === lineText(place.text) ? { ...place, line1 } : undefined;
    },
    onDidChange: changed.event,
    dispose() {
      changed.dispose();
      for (const listener of listeners) listener.dispose();
    },
  };
}

const keyOf = ({ line1, text }: Place) => `${line1} ${text ?? ''}`;

function lineInText(document: vscode.TextDocument, { line1, text }: Place): number {
  if (text === undefined) return line1;
  const found = findLine(document.getText().split(/\r?\n/), line1, text);
  return found.kind === 'moved' ? found.line1 : line1;
}
