import * as vscode from 'vscode';
import type { ProbePlaces } from '../probes/probePlaces.ts';

/** Tells VS Code's menus on which lines of the active editor probes are, so that the line menu offers what fits. */
export function startLineContext(places: ProbePlaces): vscode.Disposable {
  let told = '';
  const tell = () => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const probes = uri === undefined ? [] : places.inFile(uri);
    const linesWith = (isWanted: (probe: (typeof probes)[number]) => boolean) =>
      probes.filter(isWanted).map((probe) => probe.line1);
    const lines = {
      'stillframe.probeLines': linesWith(() => true),
      'stillframe.enabledLines': linesWith((probe) => probe.view.probe.enabled),
      'stillframe.disabledLines': linesWith((probe) => !probe.view.probe.enabled),
    };
    const now = JSON.stringify(lines);
    if (now === told) return;
    told = now;
    for (const [key, value] of Object.entries(lines)) void vscode.commands.executeCommand('setContext', key, value);
  };
  tell();
  return vscode.Disposable.from(places.onDidChange(tell), vscode.window.onDidChangeActiveTextEditor(tell));
}
