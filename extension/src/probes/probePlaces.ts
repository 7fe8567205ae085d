import type { ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { IconShape } from '../gutter/icons.ts';

/** A probe at a line of a file of this workspace; a tic-toc is at two. */
export type PlacedProbe = {
  readonly view: ProbeView;
  readonly uri: vscode.Uri;
  readonly line1: number;
  readonly shape: IconShape;
};

/** Which probes are where in this workspace. */
export type ProbePlaces = vscode.Disposable & {
  all(): readonly PlacedProbe[];
  inFile(uri: vscode.Uri): readonly PlacedProbe[];
  atLine(uri: vscode.Uri, line1: number): readonly PlacedProbe[];
  /** Probes changed, moved, or their file was found. */
  readonly onDidChange: vscode.Event<void>;
};

export function createProbePlaces(hub: HubModel, files: WorkspaceFiles): ProbePlaces {
  const changed = new vscode.EventEmitter<void>();
  let places: readonly PlacedProbe[] = [];
  const refresh = () => {
    places = [...hub.probes.values()].flatMap((view) => placesOf(view, files));
    changed.fire();
  };
  const stop = hub.onDidChange((change) => {
    if (change.probes !== undefined || change.paused === true || change.state === true) refresh();
  });
  const learned = files.onDidLearn(refresh);
  refresh();
  const inFile = (uri: vscode.Uri) => places.filter((place) => place.uri.toString() === uri.toString());
  return {
    all: () => places,
    inFile,
    atLine: (uri, line1) => inFile(uri).filter((place) => place.line1 === line1),
    onDidChange: changed.event,
    dispose() {
      stop();
      learned.dispose();
      changed.dispose();
    },
  };
}

function placesOf(view: ProbeView, files: WorkspaceFiles): readonly PlacedProbe[] {
  const { spec } = view.probe;
  const at = (file: string, line1: number, shape: IconShape): readonly PlacedProbe[] => {
    const uri = files.known(file);
    return uri === undefined ? [] : [{ view, uri, line1, shape }];
  };
  return spec.kind === 'tictoc'
    ? [...at(spec.at.file, spec.at.line1, 'tic'), ...at(spec.to.file, spec.to.line1, 'toc')]
    : at(spec.at.file, spec.at.line1, spec.kind);
}
