import * as vscode from 'vscode';
import { openLine } from '../files/openFrame.ts';
import type { WorkspaceFiles } from '../files/workspaceFiles.ts';
import type { CommandContext, CommandTable } from './commandContext.ts';
import { editProbe } from './editProbe.ts';
import { onProbe } from './onProbe.ts';

/** Commands on probes that exist; each takes a tree row, a hover link, the line menu's argument or the cursor's line. */
export function probeCommands(context: CommandContext, files: WorkspaceFiles): CommandTable {
  const { hub, places, actions } = context;
  const enable = (enabled: boolean) =>
    onProbe(
      context,
      (view) => actions.enable([view.probe.id], enabled),
      (view) => view.probe.enabled !== enabled,
    );

  return {
    'stillframe.editProbe': onProbe(context, (view) => editProbe(view, context)),
    'stillframe.toggleProbe': onProbe(context, (view) => actions.enable([view.probe.id], !view.probe.enabled)),
    'stillframe.enableProbe': enable(true),
    'stillframe.disableProbe': enable(false),
    'stillframe.removeProbe': onProbe(context, (view) => actions.remove([view.probe.id])),
    'stillframe.removeAllProbes': async () => {
      const ids = [...hub.probes.keys()];
      if (ids.length === 0) return;
      const remove = `Remove ${ids.length}`;
      const detail = 'Captures that arrived stay.';
      const options = { modal: true, detail };
      const question = 'Remove all probes, also those that others placed?';
      const answer = ids.length === 1 ? remove : await vscode.window.showWarningMessage(question, options, remove);
      if (answer === remove) await actions.remove(ids);
    },
    'stillframe.pauseAll': () => actions.pause(true),
    'stillframe.resumeAll': () => actions.pause(false),
    'stillframe.openProbe': onProbe(context, async ({ probe: { spec } }) => {
      const [uri] = await files.find(spec.at.file);
      if (uri !== undefined) await openLine(uri, places.lineOf(uri, spec.at));
      else void vscode.window.showWarningMessage(`${spec.at.file} is not in this workspace.`);
    }),
  };
}
