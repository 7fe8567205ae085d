import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import { formatLog } from './formatLog.ts';

export type LogChannel = vscode.Disposable & { show(): void };

/** What log probes write, in an output channel of its own. */
export function startLogChannel(hub: HubModel): LogChannel {
  const channel = vscode.window.createOutputChannel('Stillframe Logs', 'log');
  const stop = hub.onDidChange((change) => {
    for (const log of change.logs ?? []) {
      const instance = hub.instances.get(log.instanceId)?.instance;
      channel.appendLine(formatLog(log, instance, hub.probes.get(log.probeId)?.probe.spec));
    }
  });
  return {
    show: () => channel.show(true),
    dispose() {
      stop();
      channel.dispose();
    },
  };
}
