import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { isAbsolutePath, matchFile, segmentsOf } from '@stillframe/protocol';

/** How long "not in this workspace" is believed before it is looked up again, ms. */
const missingForMs = 30_000;
const maxCandidates = 200;

/** Finds the files of this workspace that paths from running processes mean. */
export type WorkspaceFiles = vscode.Disposable & {
  /** What is known now; asks in the background otherwise, and `onDidLearn` tells. */
  known(path: string): vscode.Uri | undefined;
  /** All that fit equally well; several when the path is ambiguous here. */
  find(path: string): Promise<readonly vscode.Uri[]>;
  readonly onDidLearn: vscode.Event<void>;
};

export function createWorkspaceFiles(): WorkspaceFiles {
  const learned = new vscode.EventEmitter<void>();
  const cache = new Map<string, { readonly uris: readonly vscode.Uri[]; readonly atMs: number }>();
  const asking = new Set<string>();
  const forget = () => {
    cache.clear();
    learned.fire();
  };
  const listeners = [
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
    vscode.workspace.onDidCreateFiles(forget),
    vscode.workspace.onDidDeleteFiles(forget),
    vscode.workspace.onDidRenameFiles(forget),
  ];

  const find = async (path: string) => {
    const uris = await search(path);
    cache.set(path, { uris, atMs: Date.now() });
    return uris;
  };

  const ask = (path: string) => {
    if (asking.has(path)) return;
    asking.add(path);
    void find(path).then((uris) => {
      asking.delete(path);
      if (uris.length > 0) learned.fire();
    });
  };

  return {
    known(path) {
      const entry = cache.get(path);
      if (entry === undefined || (entry.uris.length === 0 && Date.now() - entry.atMs > missingForMs)) ask(path);
      return entry?.uris[0];
    },
    find,
    onDidLearn: learned.event,
    dispose() {
      learned.dispose();
      for (const listener of listeners) listener.dispose();
    },
  };
}

async function search(path: string): Promise<readonly vscode.Uri[]> {
  const here = isAbsolutePath(path) && !path.includes('://') ? vscode.Uri.file(path) : undefined;
  // A file of this machine is that file, even where the workspace has one with the same ending (two clones).
  if (here !== undefined && existsSync(here.fsPath)) return [here];
  const name = segmentsOf(path).at(-1);
  if (name === undefined) return [];
  const pattern = `**/${name.replace(/[[\]{}*?!]/g, '?')}`;
  const exclude = path.includes('node_modules') ? null : '**/node_modules/**';
  const found = await vscode.workspace.findFiles(pattern, exclude, maxCandidates);
  const byPath = new Map(found.map((uri) => [uri.fsPath, uri]));
  const match = matchFile(path, [...byPath.keys()]);
  if (match.kind === 'none') return [];
  const files = match.kind === 'found' ? [match.file] : match.files;
  return files.flatMap((file) => byPath.get(file) ?? []);
}
