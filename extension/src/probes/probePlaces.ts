import type { Place, ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { IconShape } from '../gutter/icons.ts';
import type { FollowedLines } from './followedLines.ts';

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
  /** Where a place's line is in the file as it is now. */
  lineOf(uri: vscode.Uri, place: Place): number;
  /** Probes changed, moved, or their file was found. */
  readonly onDidChange: vscode.Event<void>;
};

export function createProbePlaces(hub: HubModel, files: WorkspaceFiles, followed: FollowedLines): ProbePlaces {
  const changed = new vscode.EventEmitter<void>();
  let places: readonly PlacedProbe[] = [];
  const refresh = () => {
    places = [...hub.probes.values()].flatMap((view) => placesOf(view, files, followed));
    changed.fire();
  };
  const stop = hub.onDidChange((change) => {
    if (change.probes !== undefined || change.paused === true || change.state === true) refresh();
  });
  const learned = files.onDidLearn(refresh);
  const edited = followed.onDidChange(refresh);
  refresh();
  const inFile = (uri: vscode.Uri) => places.filter((place) => place.uri.toString() === uri.toString());
  return {
    all: () => places,
    inFile,
    atLine: (uri, line1) => inFile(uri).filter((place) => place.line1 === line1),
    lineOf: (uri, place) => followed.lineOf(uri, place),
    onDidChange: changed.event,
    dispose() {
      stop();
      learned.dispose();
      edited.dispose();
      changed.dispose();
    },
  };
}

function placesOf(view: ProbeView, files: WorkspaceFiles, followed: FollowedLines): readonly PlacedProbe[] {
  const { spec } = view.probe;
  const at = (place: Place, shape: IconShape): readonly PlacedProbe[] => {
    const uri = files.known(place.file);
    return uri === undefined ? [] : [{ view, uri, line1: followed.lineOf(uri, place), shape }];
  };
  return spec.kind === 'tictoc' ? [...at(spec.at, 'tic'), ...at(spec.to, 'toc')] : at(spec.at, spec.kind);
}
