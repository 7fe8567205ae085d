import * as vscode from 'vscode';
import type { ProbeActions } from '../commands/probeActions.ts';
import { placeAt } from '../files/placeAt.ts';
import { showsCaptures } from '../debug/sessions.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { Log } from '../log.ts';
import type { ProbePlaces } from '../probes/probePlaces.ts';
import type { LinePlace } from './ticTocDraft.ts';
import { decideGutter, type AddedBreakpoint, type GutterDecision } from './decideGutter.ts';

/**
 * Turns a click in the gutter into a snapshot while Stillframe is live. VS Code has no event for that click, so the
 * breakpoint it makes is taken instead. Breakpoints that are there already stay.
 */
export function watchBreakpoints(options: {
  readonly hub: HubModel;
  readonly places: ProbePlaces;
  readonly actions: ProbeActions;
  readonly log: Log;
}): vscode.Disposable {
  const { hub, places, actions, log } = options;
  const sessions = new Set<string>();
  const note = (session: vscode.DebugSession | undefined) => {
    if (session !== undefined && !showsCaptures(session)) sessions.add(session.id);
  };
  note(vscode.debug.activeDebugSession);

  const placing = new Set<string>();
  let isSettled = false;
  // Reading asks for the existing breakpoints; they come as one event before the answer to any later command does.
  void vscode.debug.breakpoints.length;
  void vscode.commands.executeCommand('setContext', 'stillframe.active', true).then(() => {
    isSettled = true;
  });

  const snapshotsAt = (place: LinePlace | undefined) =>
    place === undefined
      ? []
      : places
          .atLine(place.uri, place.line1)
          .filter(({ view }) => view.probe.spec.kind === 'snapshot')
          .map(({ view }) => view.probe.id);

  const onChange = (event: vscode.BreakpointsChangeEvent) => {
    if (!isSettled) return;
    const [breakpoint] = event.added;
    if (breakpoint === undefined) return;
    const decision = decideGutter(
      { added: event.added.map(describe), removed: event.removed.length, changed: event.changed.length },
      {
        enabled: vscode.workspace.getConfiguration('stillframe').get('gutter.enabled', true),
        live: hub.state.kind === 'live',
        debugging: sessions.size > 0,
        snapshotsHere: snapshotsAt(placeOf(breakpoint)),
      },
    );
    if (decision.kind === 'leave') return;
    vscode.debug.removeBreakpoints([breakpoint]);
    // The second click of a double click comes before the hub has told of the first one's snapshot.
    const line = lineKey(breakpoint);
    if (placing.has(line)) return;
    placing.add(line);
    const done = () => void placing.delete(line);
    apply(breakpoint, decision)
      .catch((error: unknown) => log.error(`Gutter: ${String(error)}`))
      .finally(done);
  };

  const apply = async (breakpoint: vscode.Breakpoint, decision: Exclude<GutterDecision, { kind: 'leave' }>) => {
    const place = placeOf(breakpoint);
    if (place === undefined) return;
    const at = placeAt(place.uri, place.line1);
    if (decision.kind === 'remove') await actions.remove(decision.ids);
    else if (decision.kind === 'log') {
      const { template, condition, maxHits } = decision;
      await actions.add({ kind: 'log', at, template, condition, maxHits });
    } else await actions.add({ kind: 'snapshot', at, condition: decision.condition, maxHits: decision.maxHits });
  };

  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession(note),
    vscode.debug.onDidTerminateDebugSession((session) => void sessions.delete(session.id)),
    vscode.debug.onDidChangeBreakpoints(onChange),
  );
}

function placeOf(breakpoint: vscode.Breakpoint): LinePlace | undefined {
  if (!(breakpoint instanceof vscode.SourceBreakpoint)) return undefined;
  const { uri, range } = breakpoint.location;
  return { uri, line1: range.start.line + 1 };
}

const lineKey = (breakpoint: vscode.Breakpoint) => {
  const place = placeOf(breakpoint);
  return `${place?.uri.toString()}:${place?.line1}`;
};

function describe(breakpoint: vscode.Breakpoint): AddedBreakpoint {
  const place = placeOf(breakpoint);
  const { enabled, condition, hitCondition, logMessage } = breakpoint;
  return {
    isSource: place?.uri.scheme === 'file',
    path: place?.uri.path ?? '',
    enabled,
    condition,
    hitCondition,
    logMessage,
    isVisible: vscode.window.visibleTextEditors.some(
      (editor) => editor.document.uri.toString() === place?.uri.toString(),
    ),
  };
}
