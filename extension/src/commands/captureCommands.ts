import type { Capture } from '@stillframe/protocol';
import { baseName, timeText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import { captureFileViewType } from '../captureFiles/captureFileEditor.ts';
import { saveCaptures } from '../captureFiles/saveCaptures.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { WantedCapture } from '../views/webviews/wantedCapture.ts';
import type { CommandTable } from './commandContext.ts';

/** Commands on captures; the argument names one, else a person picks among the newest. */
export function captureCommands(
  hub: HubModel,
  openInDebugger: (capture: Capture) => Promise<void>,
  wanted: WantedCapture,
): CommandTable {
  return {
    'stillframe.openCapture': async (argument) => {
      const capture = captureOf(argument, hub) ?? (await pickCapture(hub));
      if (capture === undefined) return;
      wanted.want(capture.id);
      await vscode.commands.executeCommand('stillframe.captures.focus');
    },
    'stillframe.openInDebugger': async (argument) => {
      const capture = captureOf(argument, hub) ?? (await pickCapture(hub));
      if (capture !== undefined) await openInDebugger(capture);
    },
    'stillframe.exportCaptures': async () => {
      if (hub.captures.length > 0) await saveCaptures(hub.captures, hub);
      else void vscode.window.showInformationMessage('There are no captures to export yet.');
    },
    'stillframe.openCaptureFile': async () => {
      const [file] =
        (await vscode.window.showOpenDialog({ filters: { 'Stillframe captures': ['stillframe', 'json', 'jsonl'] } })) ??
        [];
      if (file !== undefined) await vscode.commands.executeCommand('vscode.openWith', file, captureFileViewType);
    },
  };
}

function captureOf(argument: unknown, hub: HubModel): Capture | undefined {
  if (typeof argument !== 'object' || argument === null || !('captureId' in argument)) return undefined;
  return hub.captures.find((capture) => capture.id === argument.captureId);
}

async function pickCapture(hub: HubModel): Promise<Capture | undefined> {
  if (hub.captures.length === 0) {
    void vscode.window.showInformationMessage('There are no captures yet. Click left of a line number to take one.');
    return undefined;
  }
  const items = hub.captures.slice(0, 100).map((capture) => {
    const [frame] = capture.frames;
    const where = frame === undefined ? '' : `${baseName(frame.file)}:${frame.line1}`;
    const instance = hub.instances.get(capture.instanceId)?.instance;
    const description = [where, instance?.host ?? ''].filter((part) => part !== '').join(' · ');
    const label = `${timeText(capture.atMs, Date.now())}  ${frame?.name === '' ? '(anonymous)' : (frame?.name ?? '')}`;
    return { label, description, capture };
  });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which capture?' });
  return picked?.capture;
}
