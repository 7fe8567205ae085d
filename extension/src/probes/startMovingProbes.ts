import type { ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { Log } from '../log.ts';
import type { FollowedLines } from './followedLines.ts';

/** When a file is saved, tells the hub the new lines of the probes that its edits moved; their counts go on. */
export function startMovingProbes(options: {
  readonly hub: HubModel;
  readonly files: WorkspaceFiles;
  readonly followed: FollowedLines;
  readonly log: Log;
}): vscode.Disposable {
  const { hub, files, followed, log } = options;

  const move = async (document: vscode.TextDocument, { probe: { id, spec } }: ProbeView): Promise<void> => {
    const isHere = (file: string) => files.known(file)?.toString() === document.uri.toString();
    const at = isHere(spec.at.file) ? followed.movedPlace(document, spec.at) : undefined;
    const to = spec.kind === 'tictoc' && isHere(spec.to.file) ? followed.movedPlace(document, spec.to) : undefined;
    if (at === undefined && to === undefined) return;
    await hub.call('probe/move', { id, at: at ?? spec.at, ...(to === undefined ? {} : { to }) });
  };

  return vscode.workspace.onDidSaveTextDocument((document) => {
    if (document.uri.scheme !== 'file' || hub.state.kind !== 'live') return;
    for (const view of hub.probes.values()) {
      // The icon is where the line is all the same; the next save tells it again.
      move(document, view).catch((error: unknown) => log.warn(`A probe could not be moved: ${String(error)}`));
    }
  });
}
