import * as vscode from 'vscode';
import type { ProbeActions } from '../commands/probeActions.ts';
import { placeAt } from '../files/placeAt.ts';
import { isJavaScriptFile } from '../gutter/decideGutter.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { movedTo } from '../probes/moveProbe.ts';

/** What a row of the Probes view is on its way to an editor; its text is the probe's id. */
export const probeMime = 'application/vnd.stillframe.probe';

/** A probe dragged from the Probes view onto a line of an editor moves there. */
export function startProbeDrops(hub: HubModel, actions: ProbeActions): vscode.Disposable {
  const provider: vscode.DocumentDropEditProvider = {
    async provideDocumentDropEdits({ uri }, { line }, transfer) {
      const view = hub.probes.get((await transfer.get(probeMime)?.asString()) ?? '');
      if (view === undefined || !isJavaScriptFile(uri.path)) return undefined;
      // VS Code asks for this once, when something was dropped, and has no other event for it.
      void actions.update(view.probe.id, movedTo(view.probe.spec, placeAt(uri, line + 1)));
      // Nothing is written, by others neither.
      return new vscode.DocumentDropEdit('', 'Move Probe');
    },
  };
  return vscode.languages.registerDocumentDropEditProvider({ scheme: 'file' }, provider, {
    dropMimeTypes: [probeMime],
  });
}
