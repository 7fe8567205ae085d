import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** Opens a small service of our own with a bug, and runs it in a terminal with the agent that comes with the extension. */
export async function runExample(context: vscode.ExtensionContext): Promise<void> {
  const folder = path.join(context.globalStorageUri.fsPath, 'example');
  const file = path.join(folder, 'app.mjs');
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(context.extensionPath, 'extension/media/example/app.mjs'), file);
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  vscode.window.terminals.find(({ name }) => name === terminalName)?.dispose();
  const terminal = vscode.window.createTerminal({
    name: terminalName,
    shellPath: process.execPath,
    shellArgs: ['-r', path.join(context.extensionPath, 'dist/extension/agent/register.cjs'), file],
    // VS Code's Electron runs as plain Node this way; an ordinary Node does not mind.
    env: { ELECTRON_RUN_AS_NODE: '1', STILLFRAME_APP: 'example' },
    cwd: folder,
    isTransient: true,
  });
  terminal.show(true);
}

const terminalName = 'Stillframe Example';
