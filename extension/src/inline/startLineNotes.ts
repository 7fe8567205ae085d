import { visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import type { PlacedProbe, ProbePlaces } from '../probes/probePlaces.ts';
import { shortReason } from '../probes/shortReason.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';
import { clip } from '../values/clip.ts';

const maxNoteLength = 110;

/** Says at the end of a probe's line why it does not work yet, or that it is on another line. */
export function startLineNotes(hub: HubModel, places: ProbePlaces): vscode.Disposable {
  const note = vscode.window.createTextEditorDecorationType({ after: { margin: '0 0 0 2.5em' } });
  const shown = new WeakMap<vscode.TextEditor, string>();

  const draw = (editor: vscode.TextEditor) => {
    const options = places.inFile(editor.document.uri).flatMap((place) => {
      const text = noteOf(hub, place);
      if (text === undefined || place.line1 > editor.document.lineCount) return [];
      const { end } = editor.document.lineAt(place.line1 - 1).range;
      const color = new vscode.ThemeColor(text.isError ? 'editorError.foreground' : 'editorCodeLens.foreground');
      const contentText = clip(visibleText(text.text), maxNoteLength);
      return [{ range: new vscode.Range(end, end), renderOptions: { after: { contentText, color } } }];
    });
    const signature = JSON.stringify(options);
    if (shown.get(editor) === signature) return;
    shown.set(editor, signature);
    editor.setDecorations(note, options);
  };
  const drawAll = () => {
    for (const editor of vscode.window.visibleTextEditors) draw(editor);
  };
  drawAll();
  return vscode.Disposable.from(
    note,
    places.onDidChange(drawAll),
    vscode.window.onDidChangeVisibleTextEditors(drawAll),
  );
}

function noteOf(hub: HubModel, place: PlacedProbe): { readonly text: string; readonly isError: boolean } | undefined {
  const summary = summarizeProbe(place.view, hub.paused);
  const reason = shortReason(summary, hub.paused);
  if (reason !== undefined) return { text: reason, isError: summary.state === 'failed' };
  if (summary.boundLine1 === undefined || place.shape === 'toc') return undefined;
  return { text: `on line ${summary.boundLine1}`, isError: false };
}
