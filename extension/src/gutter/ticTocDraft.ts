import * as vscode from 'vscode';

export type LinePlace = { readonly uri: vscode.Uri; readonly line1: number };

/** Where a tic-toc starts, while its end is still to be chosen. */
export type TicTocDraft = vscode.Disposable & {
  readonly current: LinePlace | undefined;
  set(place: LinePlace | undefined): void;
  readonly onDidChange: vscode.Event<void>;
};

export function createTicTocDraft(): TicTocDraft {
  const changed = new vscode.EventEmitter<void>();
  let current: LinePlace | undefined;
  return {
    get current() {
      return current;
    },
    set(place) {
      current = place;
      void vscode.commands.executeCommand('setContext', 'stillframe.ticTocStarted', place !== undefined);
      changed.fire();
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
