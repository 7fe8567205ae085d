import * as vscode from 'vscode';
import { groupings, type Grouping } from '../probes/groupProbes.ts';

/** How the Probes view gathers its probes; remembered for each workspace. */
export type ProbeGrouping = vscode.Disposable & {
  readonly current: Grouping;
  set(by: Grouping): void;
  readonly onDidChange: vscode.Event<void>;
};

const key = 'probeGrouping';

export function createProbeGrouping(memory: vscode.Memento): ProbeGrouping {
  const changed = new vscode.EventEmitter<void>();
  const kept = memory.get<string>(key);
  let current: Grouping = groupings.find((by) => by === kept) ?? 'file';
  const tell = () => void vscode.commands.executeCommand('setContext', 'stillframe.probeGrouping', current);
  tell();
  return {
    get current() {
      return current;
    },
    set(by) {
      current = by;
      void memory.update(key, by);
      tell();
      changed.fire();
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
