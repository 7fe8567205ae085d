import * as vscode from 'vscode';
import { findHubAddress, type HubSettings } from '../hub/hubAddress.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { LocalHub } from '../hub/localHub.ts';
import { mainActions } from './mainActions.ts';
import type { CommandTable } from './commandContext.ts';

/** Commands about the window and the hub rather than a line or a probe. */
export function windowCommands(options: {
  readonly hub: HubModel;
  readonly localHub: LocalHub;
  readonly settings: () => HubSettings;
  readonly isOn: () => boolean;
  readonly reconnect: () => void;
  readonly showLogs: () => void;
  readonly showLog: () => void;
}): CommandTable {
  const { hub, localHub, settings, isOn, reconnect, showLogs, showLog } = options;
  const set = (name: 'enabled' | 'canary', on: boolean) =>
    vscode.workspace.getConfiguration('stillframe').update(name, on, vscode.ConfigurationTarget.Global);
  return {
    'stillframe.showActions': async () => {
      const items = mainActions({ isOn: isOn(), state: hub.state.kind, paused: hub.paused, probes: hub.probes.size });
      const picked = await vscode.window.showQuickPick([...items], { title: 'Stillframe' });
      if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
    },
    'stillframe.showLogs': () => Promise.resolve(showLogs()),
    'stillframe.showLog': () => Promise.resolve(showLog()),
    'stillframe.openCaptures': async () => vscode.commands.executeCommand('stillframe.captures.focus'),
    'stillframe.openMetrics': async () => vscode.commands.executeCommand('stillframe.metrics.focus'),
    'stillframe.turnOn': async () => set('enabled', true),
    'stillframe.turnOff': async () => set('enabled', false),
    'stillframe.canaryOn': async () => set('canary', true),
    'stillframe.canaryOff': async () => set('canary', false),
    'stillframe.openSettings': async () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:stillframe.stillframe'),
    'stillframe.startLocalHub': async () => {
      if (settings().url !== '') {
        const open = 'Open Settings';
        const message = 'Another hub is set in stillframe.hub.url. Clear it to use the local one.';
        if ((await vscode.window.showInformationMessage(message, open)) === open) {
          await vscode.commands.executeCommand('workbench.action.openSettings', 'stillframe.hub');
        }
        return;
      }
      if (hub.state.kind === 'live') {
        void vscode.window.showInformationMessage(`The local hub is already running at ${hub.state.url}.`);
        return;
      }
      localHub.start();
      reconnect();
    },
    'stillframe.copyAgentEnvironment': async () => {
      const address = findHubAddress(settings());
      if (address === undefined) {
        void vscode.window.showWarningMessage('There is no hub yet. Start the local hub first.');
        return;
      }
      const url = address.url.replace(/\/\/(127\.0\.0\.1|localhost|\[::1\])(?=[:/]|$)/, '//host.docker.internal');
      await vscode.env.clipboard.writeText(`STILLFRAME_HUB=${url}\nSTILLFRAME_TOKEN=${address.token}\n`);
      void vscode.window.showInformationMessage(
        'Copied STILLFRAME_HUB and STILLFRAME_TOKEN. Give them to the container, and start it with `node --import @stillframe/agent/register`.',
      );
    },
  };
}
