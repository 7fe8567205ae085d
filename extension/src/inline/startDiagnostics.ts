import type { ProbeSpec } from '@stillframe/protocol';
import { visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import type { ProbeActions } from '../commands/probeActions.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { movedSpec } from '../probes/moveProbe.ts';
import { kindLabel } from '../probes/probeLabels.ts';
import type { ProbePlaces } from '../probes/probePlaces.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';

const source = 'stillframe';
/** Run by the quick fixes only; not in the palette. */
export const applyFixCommand = 'stillframe.applyFix';

type Fix = { readonly id: string; readonly spec?: ProbeSpec };

/** A problem at every probe that cannot work, with "Move" and "Remove" as quick fixes. */
export function startDiagnostics(hub: HubModel, places: ProbePlaces, actions: ProbeActions): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(source);

  const failedAt = (uri: vscode.Uri) =>
    places.inFile(uri).flatMap((place) => {
      const { state, reason } = summarizeProbe(place.view, hub.paused);
      return state === 'failed' && reason !== undefined && place.shape !== 'toc' ? [{ place, reason }] : [];
    });

  const refresh = () => {
    collection.clear();
    for (const uri of new Set(places.all().map((place) => place.uri))) {
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
      const diagnostics = failedAt(uri).map(({ place, reason }) => {
        const line0 = place.line1 - 1;
        const range = document?.validateRange(textRange(document, line0)) ?? new vscode.Range(line0, 0, line0, 200);
        const message = `${kindLabel[place.view.probe.spec.kind]}: ${visibleText(reason.message)}`;
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
        diagnostic.source = source;
        diagnostic.code = reason.code;
        return diagnostic;
      });
      if (diagnostics.length > 0) collection.set(uri, diagnostics);
    }
  };

  const provideCodeActions = (document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext) =>
    failedAt(document.uri)
      .filter(({ place }) => place.line1 - 1 >= range.start.line && place.line1 - 1 <= range.end.line)
      .flatMap(({ place, reason }) => {
        const diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.source === source);
        const { id, spec } = place.view.probe;
        const moved = movedSpec(spec, reason);
        const remove = fix('Remove probe', { id }, diagnostics);
        if (moved === undefined) return [remove];
        return [fix(`Move probe to line ${reason.suggestedLine1}`, { id, spec: moved }, diagnostics, true), remove];
      });

  refresh();
  return vscode.Disposable.from(
    collection,
    places.onDidChange(refresh),
    vscode.workspace.onDidOpenTextDocument(refresh),
    vscode.languages.registerCodeActionsProvider(
      { scheme: 'file' },
      { provideCodeActions },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    vscode.commands.registerCommand(applyFixCommand, async ({ id, spec }: Fix) => {
      if (spec === undefined) await actions.remove([id]);
      else await actions.update(id, spec);
    }),
  );
}

function textRange(document: vscode.TextDocument, line0: number): vscode.Range {
  if (line0 >= document.lineCount) return new vscode.Range(line0, 0, line0, 0);
  const line = document.lineAt(line0);
  return new vscode.Range(line0, line.firstNonWhitespaceCharacterIndex, line0, line.range.end.character);
}

function fix(title: string, argument: Fix, diagnostics: vscode.Diagnostic[], isPreferred = false): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: applyFixCommand, arguments: [argument] };
  action.diagnostics = diagnostics;
  action.isPreferred = isPreferred;
  return action;
}
