import { type Capture, captureFileText } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';

/** Captures written between two turns of the event loop. */
const capturesATurn = 20;

/** Asks where to, writes a `.stillframe` file there, and offers to open it. Rejects with what the file system says. */
export async function saveCaptures(
  captures: readonly Capture[],
  from: Pick<HubModel, 'instances' | 'probes'>,
): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `captures-${fileTime(new Date())}.stillframe`;
  const target = await vscode.window.showSaveDialog({
    title: `Export ${captures.length === 1 ? 'Capture' : `${captures.length} Captures`}`,
    filters: { 'Stillframe captures': ['stillframe'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await textOf(captures, from)));
  void offerToOpen(target, captures.length);
}

async function textOf(captures: readonly Capture[], from: Pick<HubModel, 'instances' | 'probes'>): Promise<string> {
  const pieces: string[] = [];
  const file = {
    captures: [...captures],
    exportedAtMs: Date.now(),
    instances: [...from.instances.values()].map(({ instance }) => instance),
    probes: [...from.probes.values()].map(({ probe }) => probe),
  };
  for (const piece of captureFileText(file)) {
    pieces.push(piece);
    if (pieces.length % capturesATurn === 0) await new Promise(setImmediate);
  }
  return pieces.join('');
}

async function offerToOpen(file: vscode.Uri, count: number): Promise<void> {
  const open = 'Open';
  const what = count === 1 ? 'The capture was' : `${count} captures were`;
  const message = `${what} exported to ${vscode.workspace.asRelativePath(file)}.`;
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.commands.executeCommand('vscode.open', file);
}

/** `2026-11-28-0931`, local. */
function fileTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}`;
}
