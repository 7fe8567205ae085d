import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import type { TicTocDraft } from '../gutter/ticTocDraft.ts';
import { statusOf } from './statusOf.ts';

/** The status bar item; a click offers the main actions. Also keeps the context keys that menus and welcome texts read. */
export function startStatusBar(hub: HubModel, draft: TicTocDraft, isOn: () => boolean): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'Stillframe';
  item.command = 'stillframe.showActions';
  const context = new Map<string, unknown>();
  const setContext = (key: string, value: unknown) => {
    if (context.get(key) === value) return;
    context.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };

  const draw = () => {
    const connected = [...hub.instances.values()].filter((view) => view.connected).length;
    const status = statusOf({
      isOn: isOn(),
      state: hub.state,
      paused: hub.paused,
      targets: connected,
      isChoosingTicTocEnd: draft.current !== undefined,
    });
    item.text = status.text;
    item.tooltip = status.tooltip;
    item.accessibilityInformation = { label: `Stillframe: ${status.tooltip}` };
    item.backgroundColor = status.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    setContext('stillframe.state', isOn() ? hub.state.kind : 'off');
    setContext('stillframe.live', hub.state.kind === 'live');
    setContext('stillframe.paused', hub.paused);
    setContext('stillframe.hasTargets', hub.instances.size > 0);
    setContext('stillframe.hasProbes', hub.probes.size > 0);
  };
  const stop = hub.onDidChange(draw);
  draw();
  item.show();
  return vscode.Disposable.from(item, draft.onDidChange(draw), new vscode.Disposable(stop));
}
