import { segmentsOf, type ProbeView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import { iconUrl, lookOf, type IconShape } from '../gutter/icons.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { probeHover } from '../inline/probeHover.ts';
import { describeRow, detailOf } from '../probes/probeLabels.ts';
import { countOf } from '../probes/probeNumbers.ts';
import { createRates } from '../probes/rates.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';

/** What the tree hands to commands: the same shape as hover links give. */
export type ProbeNode = { readonly kind: 'probe'; readonly probeId: string };
type Node = { readonly kind: 'file'; readonly file: string } | ProbeNode;

/** Redraws are held back this long, so that a hundred counters do not keep the tree busy, ms. */
const refreshMs = 300;
/** Rates fall to zero without anybody saying so. */
const rateTickMs = 2_000;

/** Every probe, by file, with its state, numbers and cost. */
export function startProbesTree(hub: HubModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const rates = createRates();
  let timer: NodeJS.Timeout | undefined;
  const refresh = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed.fire(undefined);
    }, refreshMs);
  };

  const inFile = (file: string) => [...hub.probes.values()].filter((view) => view.probe.spec.at.file === file);
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren(node) {
      if (node?.kind === 'probe') return [];
      if (node?.kind === 'file') {
        const views = inFile(node.file).sort((a, b) => a.probe.spec.at.line1 - b.probe.spec.at.line1);
        return views.map((view) => ({ kind: 'probe', probeId: view.probe.id }));
      }
      const files = new Set([...hub.probes.values()].map((view) => view.probe.spec.at.file));
      return [...files].sort().map((file) => ({ kind: 'file', file }));
    },
    getTreeItem(node) {
      if (node.kind === 'file') return fileItem(node.file);
      const view = hub.probes.get(node.probeId);
      if (view === undefined) return new vscode.TreeItem('');
      return probeItem(view, hub.paused, rates.rate(node.probeId, Date.now()));
    },
  };
  const tree = vscode.window.createTreeView('stillframe.probes', { treeDataProvider: provider });
  const tick = setInterval(() => {
    if (tree.visible && hub.probes.size > 0) refresh();
  }, rateTickMs);
  const stop = hub.onDidChange((change) => {
    for (const id of change.probes ?? []) {
      const view = hub.probes.get(id);
      if (view === undefined) rates.forget(id);
      else rates.sample(id, countOf(view), Date.now());
    }
    if (change.probes !== undefined || change.paused === true || change.state === true) refresh();
  });
  return vscode.Disposable.from(tree, changed, new vscode.Disposable(stop), {
    dispose() {
      clearTimeout(timer);
      clearInterval(tick);
    },
  });
}

function fileItem(file: string): vscode.TreeItem {
  const segments = segmentsOf(file);
  const item = new vscode.TreeItem(segments.at(-1) ?? file, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `file:${file}`;
  item.contextValue = 'file';
  item.iconPath = vscode.ThemeIcon.File;
  item.resourceUri = vscode.Uri.file(file);
  item.description = vscode.workspace.asRelativePath(segments.slice(0, -1).slice(-2).join('/'));
  item.tooltip = file;
  return item;
}

function probeItem(view: ProbeView, paused: boolean, rate: number | undefined): vscode.TreeItem {
  const { spec, id, enabled } = view.probe;
  const summary = summarizeProbe(view, paused);
  const detail = detailOf(spec);
  const line = spec.kind === 'tictoc' ? `${spec.at.line1} → ${spec.to.line1}` : `${spec.at.line1}`;
  const item = new vscode.TreeItem(
    `Line ${line}${detail === '' ? '' : `  ${detail.replace(/^to line \d+( · )?/, '')}`}`,
  );
  item.id = id;
  item.contextValue = `probe.${spec.kind}.${enabled ? 'enabled' : 'disabled'}`;
  const shape: IconShape = spec.kind === 'tictoc' ? 'tic' : spec.kind;
  const look = lookOf[summary.state];
  item.iconPath = {
    light: vscode.Uri.parse(iconUrl(shape, look, 'light')),
    dark: vscode.Uri.parse(iconUrl(shape, look, 'dark')),
  };
  item.description = describeRow(view, summary, rate, paused);
  item.tooltip = probeHover(view, paused);
  item.command = { title: 'Open Line', command: 'stillframe.openProbe', arguments: [{ kind: 'probe', probeId: id }] };
  return item;
}
