import type { ProbeKind, ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { isJavaScriptFile } from '../gutter/decideGutter.ts';
import type { LinePlace } from '../gutter/ticTocDraft.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { detailOf, kindLabel } from '../probes/probeLabels.ts';
import type { ProbePlaces } from '../probes/probePlaces.ts';

/** The line a command is for: the line menu's argument, else the cursor's. Undefined, and said, where there is none. */
export function lineFor(argument: unknown): LinePlace | undefined {
  const place = fromLineMenu(argument) ?? fromCursor();
  if (place === undefined || !isJavaScriptFile(place.uri.path)) {
    void vscode.window.showInformationMessage('Put the cursor on a line of a JavaScript or TypeScript file first.');
    return undefined;
  }
  return place;
}

function fromLineMenu(argument: unknown): LinePlace | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if (!('lineNumber' in argument) || !('uri' in argument)) return undefined;
  const { lineNumber, uri } = argument;
  return typeof lineNumber === 'number' && uri instanceof vscode.Uri ? { uri, line1: lineNumber } : undefined;
}

function fromCursor(): LinePlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? undefined : { uri: editor.document.uri, line1: editor.selection.active.line + 1 };
}

/**
 * The probe a command is for, by what it was given: the one of a tree row or hover link; else the one on the line; else the
 * one a person picks. A menu gives `undefined` when VS Code forgot the row while the menu was open: then none is meant.
 */
export async function probeFor(
  given: readonly unknown[],
  hub: HubModel,
  places: ProbePlaces,
  isWanted: (view: ProbeView) => boolean = () => true,
): Promise<ProbeView | undefined> {
  const [argument] = given;
  if (given.length > 0 && argument === undefined) {
    const text = 'That row was drawn anew while its menu was open, and nothing was done. Choose it again.';
    void vscode.window.showInformationMessage(text);
    return undefined;
  }
  const named = probeIdOf(argument);
  if (named !== undefined) return hub.probes.get(named);
  const place = fromLineMenu(argument) ?? fromCursor();
  const here = place === undefined ? [] : places.atLine(place.uri, place.line1).map(({ view }) => view);
  const onLine = here.filter(isWanted);
  if (onLine.length === 1) return onLine[0];
  const choices = onLine.length > 0 ? onLine : [...hub.probes.values()].filter(isWanted);
  if (choices.length === 0) {
    void vscode.window.showInformationMessage('There is no probe here. Click left of a line number to place one.');
    return undefined;
  }
  const items = choices.map((view) => ({ label: titleOf(view), description: detailOf(view.probe.spec), view }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which probe?' }))?.view;
}

function probeIdOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('probeId' in argument)) return undefined;
  return typeof argument.probeId === 'string' ? argument.probeId : undefined;
}

export const titleOf = ({ probe: { spec } }: ProbeView) =>
  `${kindLabel[spec.kind]} ${spec.at.file.split('/').at(-1)}:${spec.at.line1}`;

/** The probe of a kind on a line, when there is one. */
export const probeOnLine = (places: ProbePlaces, place: LinePlace, kind: ProbeKind) =>
  places.atLine(place.uri, place.line1).find(({ view }) => view.probe.spec.kind === kind)?.view;
