import * as vscode from 'vscode';

/** Debug type of package.json's `contributes.debuggers`. */
export const debugType = 'stillframe';

/** A session of ours that shows captures: it has no breakpoints, so the gutter stays Stillframe's. */
export const showsCaptures = ({ type, configuration }: vscode.DebugSession) =>
  type === debugType && configuration.request !== 'attach';

/** Our sessions on a live service, in which VS Code's own breakpoints are probes. */
export type LiveSessions = vscode.Disposable & {
  /** Whether VS Code itself shows what is at this line, as a breakpoint. */
  hasBreakpoint(uri: vscode.Uri, line1: number): boolean;
  readonly onDidChange: vscode.Event<void>;
};

export function watchLiveSessions(): LiveSessions {
  const live = new Set<string>();
  const changed = new vscode.EventEmitter<void>();
  const isLive = (session: vscode.DebugSession) => session.type === debugType && !showsCaptures(session);
  const listeners = [
    vscode.debug.onDidStartDebugSession((session) => {
      if (!isLive(session)) return;
      live.add(session.id);
      changed.fire();
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (live.delete(id)) changed.fire();
    }),
    vscode.debug.onDidChangeBreakpoints(() => {
      if (live.size > 0) changed.fire();
    }),
  ];
  return {
    hasBreakpoint: (uri, line1) =>
      live.size > 0 &&
      vscode.debug.breakpoints.some(
        (breakpoint) =>
          breakpoint instanceof vscode.SourceBreakpoint &&
          breakpoint.location.range.start.line === line1 - 1 &&
          breakpoint.location.uri.toString() === uri.toString(),
      ),
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(changed, ...listeners).dispose(),
  };
}
