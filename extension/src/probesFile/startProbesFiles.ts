import { readFileSync } from 'node:fs';
import { StillframeError, type ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { placeFile } from '../files/placeFile.ts';
import type { HubModel } from '../hub/hubModel.ts';
import type { Log } from '../log.ts';
import { linesOnDisk } from './linesOnDisk.ts';
import { planProbes } from './planProbes.ts';
import { probesFileName } from './probesFileSchema.ts';
import { readProbesFile, type ProbesFileEntry } from './readProbesFile.ts';

/** The probes that the folders of this workspace wish for. */
export type ProbesFiles = vscode.Disposable & {
  /** Whether a probe is one that a file of this workspace wishes for, which only that file changes. */
  owns(view: ProbeView): boolean;
  /** Opens the file at the probe's entry, and says in a sentence why. */
  show(view: ProbeView): Promise<void>;
};

/** Places what `stillframe.json` wishes and removes what it does not any more, one way: when it is saved, and when a hub is there. */
export function startProbesFiles(options: {
  readonly hub: HubModel;
  readonly log: Log;
  readonly isOn: () => boolean;
}): ProbesFiles {
  const { hub, log, isOn } = options;
  let watchers: readonly vscode.Disposable[] = [];
  let running = Promise.resolve();

  const sync = () => {
    running = running.then(() => syncAll()).catch((error: unknown) => log.error(String(error)));
  };
  const syncAll = async (): Promise<void> => {
    if (hub.state.kind !== 'live') return;
    for (const folder of folders()) await syncFile(placeFile(vscode.Uri.joinPath(folder.uri, probesFileName)));
  };
  const syncFile = async (file: string): Promise<void> => {
    const entries = isOn() && vscode.workspace.isTrusted ? readEntries(file) : [];
    // Nobody loses probes because a brace is missing.
    if (entries === undefined) return log.warn(`${file} cannot be read as it is now; its probes stay as they are.`);
    for (const { spec, problems } of entries)
      if (spec === undefined) log.warn(`${file}: ${problems[0]?.message ?? 'an entry is not complete.'}`);
    const { add, remove } = planProbes(file, entries, hub.probes.values());
    if (remove.length > 0) await attempt(() => hub.call('probes/remove', { ids: [...remove] }));
    for (const spec of add) await attempt(() => hub.call('probe/add', { spec }));
  };
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StillframeError)) throw error;
      log.warn(`A probe of ${probesFileName}: ${error.user.message}`);
    }
  };

  const watch = () => {
    for (const watcher of watchers) watcher.dispose();
    watchers = folders().flatMap((folder) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, probesFileName));
      return [watcher, watcher.onDidCreate(sync), watcher.onDidChange(sync), watcher.onDidDelete(sync)];
    });
    sync();
  };
  watch();
  const stop = hub.onDidChange(({ state, probes }) => {
    // Two windows may have placed the same at once.
    const hasTwice = probes?.some((id) => isTwice(id, hub)) === true;
    if (state === true || hasTwice) sync();
  });
  const listeners = [
    vscode.workspace.onDidChangeWorkspaceFolders(watch),
    vscode.workspace.onDidGrantWorkspaceTrust(sync),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stillframe.probesFile')) sync();
    }),
  ];

  return {
    owns: ({ probe }) =>
      folders().some(({ uri }) => placeFile(vscode.Uri.joinPath(uri, probesFileName)) === probe.spec.origin?.file),
    async show({ probe: { spec } }) {
      if (spec.origin === undefined) return;
      const { file, key } = spec.origin;
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const editor = await vscode.window.showTextDocument(document);
      const offset = readEntries(file)?.find((entry) => entry.key === key)?.offset;
      if (offset !== undefined) {
        const position = document.positionAt(offset);
        editor.selection = new vscode.Selection(position, position);
        editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      }
      void vscode.window.showInformationMessage(`This probe comes from ${probesFileName}: change or remove it there.`);
    },
    dispose() {
      stop();
      for (const disposable of [...watchers, ...listeners]) disposable.dispose();
    },
  };
}

const folders = () => (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');

/** No file: no wishes. */
function readEntries(file: string): readonly ProbesFileEntry[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return readProbesFile(text, { probesFile: file, linesOf: linesOnDisk });
}

function isTwice(id: string, { probes }: HubModel): boolean {
  const origin = probes.get(id)?.probe.spec.origin;
  if (origin === undefined) return false;
  const same = [...probes.values()].filter(
    ({ probe: { spec } }) => spec.origin?.file === origin.file && spec.origin.key === origin.key,
  );
  return same.length > 1;
}
