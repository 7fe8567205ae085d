import * as vscode from 'vscode';
import type { HubSettings } from './hub/hubAddress.ts';

export type Settings = {
  readonly enabled: boolean;
  readonly hub: HubSettings;
  readonly startLocalHub: boolean;
  /** New probes go to one instance first. */
  readonly canary: boolean;
  /** The probes of `stillframe.json` are placed. */
  readonly probesFile: boolean;
  /** Captured values in the code: none, at the probe's line, or also above it in its function. */
  readonly inlayValues: InlayValues;
};
export type InlayValues = 'off' | 'line' | 'function';

/** The user's settings as they are now. */
export function readSettings(): Settings {
  const settings = vscode.workspace.getConfiguration('stillframe');
  return {
    enabled: settings.get('enabled', true),
    hub: { url: settings.get('hub.url', '').trim(), token: settings.get('hub.token', '').trim() },
    startLocalHub: settings.get('hub.startLocal', true),
    canary: settings.get('canary', false),
    probesFile: settings.get('probesFile', true),
    inlayValues: settings.get<InlayValues>('inlayValues', 'function'),
  };
}

/** Settings changed that decide which hub is used. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('stillframe.enabled') || event.affectsConfiguration('stillframe.hub')) listener();
  });
}

/** The same, or what the language server shows. */
export function onDidChangeServerSettings(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    onDidChangeSettings(listener),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stillframe.inlayValues')) listener();
    }),
  );
}
