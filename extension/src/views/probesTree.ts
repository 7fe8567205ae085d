import type { ProbeKind, ProbeView } from '@stillframe/protocol';
import { baseName, visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import { iconUrl, lookOf, type IconLook, type IconShape, type IconTheme } from '../gutter/icons.ts';
import type { HubModel } from '../hub/hubModel.ts';
import { probeHover } from '../inline/probeHover.ts';
import { groupProbes, placeTitle, type ProbeGroup } from '../probes/groupProbes.ts';
import { probeFacts, type ProbeFact } from '../probes/probeFacts.ts';
import { describeRow, detailOf } from '../probes/probeLabels.ts';
import { countOf } from '../probes/probeNumbers.ts';
import { createRates } from '../probes/rates.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';
import { whyNow } from '../probes/whyNow.ts';
import { factItem } from './factItem.ts';
import { probeMime } from './probeDrag.ts';
import type { ProbeGrouping } from './probeGrouping.ts';
import { createStableRows } from './stableRows.ts';
import { createTreeRefresh } from './treeRefresh.ts';

/** What the tree hands to commands: the same shape as hover links give. */
export type ProbeNode = { readonly kind: 'probe'; readonly probeId: string };
type Node =
  | { readonly kind: 'group'; readonly key: string }
  | ProbeNode
  | { readonly kind: 'fact'; readonly probeId: string; readonly fact: ProbeFact };

/** Redraws are held back this long, so that a hundred counters do not keep the tree busy, ms. */
const refreshMs = 300;
/** Rates fall to zero without anybody saying so. */
const rateTickMs = 2_000;

/** Every probe, by file, kind or label, with its state, numbers and cost; opened, all that is known of it. */
export function startProbesTree(hub: HubModel, grouping: ProbeGrouping): vscode.Disposable {
  const changed = new vscode.EventEmitter<Node[] | undefined>();
  const rates = createRates();
  const rows = createStableRows<Node>((probeId) => ({ kind: 'probe', probeId }));
  const groups = () => groupProbes(hub.probes.values(), grouping.current);
  const redraw = createTreeRefresh({
    changed,
    shape: () =>
      JSON.stringify([grouping.current, groups().map(({ key, views }) => [key, views.map(({ probe }) => probe.id)])]),
    rows: () => rows.all(),
    ms: refreshMs,
  });

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren(node) {
      if (node === undefined) {
        rows.keep(new Set(hub.probes.keys()));
        return groups().map(({ key }) => ({ kind: 'group', key }));
      }
      if (node.kind === 'group') {
        const views = groups().find(({ key }) => key === node.key)?.views ?? [];
        return views.map(({ probe }) => rows.of(probe.id));
      }
      const view = node.kind === 'probe' ? hub.probes.get(node.probeId) : undefined;
      if (view === undefined) return [];
      return probeFacts(view, whyNow(hub)).map((fact) => ({ kind: 'fact', probeId: view.probe.id, fact }));
    },
    getTreeItem(node) {
      if (node.kind === 'fact') return factItem(node.fact);
      if (node.kind === 'group') {
        const group = groups().find(({ key }) => key === node.key);
        return group === undefined ? new vscode.TreeItem('') : groupItem(group, grouping.current);
      }
      const view = hub.probes.get(node.probeId);
      if (view === undefined) return new vscode.TreeItem('');
      return probeItem(view, hub, rates.rate(node.probeId, Date.now()), grouping);
    },
  };
  const tree = vscode.window.createTreeView('stillframe.probes', {
    treeDataProvider: provider,
    dragAndDropController: {
      dragMimeTypes: [probeMime],
      dropMimeTypes: [],
      handleDrag([node], transfer) {
        if (node?.kind === 'probe') transfer.set(probeMime, new vscode.DataTransferItem(node.probeId));
      },
    },
  });
  const tick = setInterval(() => {
    if (tree.visible && hub.probes.size > 0) redraw.request();
  }, rateTickMs);
  const sayPaused = () => {
    tree.message =
      hub.paused && hub.probes.size > 0
        ? 'All probes are paused: your services run without them until you resume.'
        : undefined;
  };
  const stop = hub.onDidChange((change) => {
    for (const id of change.probes ?? []) {
      const view = hub.probes.get(id);
      if (view === undefined) rates.forget(id);
      else rates.sample(id, countOf(view), Date.now());
    }
    sayPaused();
    if (change.probes !== undefined || change.paused === true || change.state === true) redraw.request();
  });
  return vscode.Disposable.from(
    tree,
    changed,
    redraw,
    grouping.onDidChange(() => redraw.request()),
    new vscode.Disposable(stop),
    {
      dispose() {
        clearInterval(tick);
      },
    },
  );
}

function groupItem(group: ProbeGroup, by: ProbeGrouping['current']): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleText(group.title), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${by}:${group.key}`;
  item.contextValue = 'group';
  item.description = group.description === '' ? `${group.views.length}` : group.description;
  item.tooltip = visibleText(group.key);
  const [first] = group.views;
  if (by === 'label') item.iconPath = new vscode.ThemeIcon('tag');
  else if (by === 'kind' && first !== undefined) item.iconPath = iconOf(first.probe.spec.kind, 'ended');
  else {
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = vscode.Uri.file(group.key);
  }
  return item;
}

function probeItem(view: ProbeView, hub: HubModel, rate: number | undefined, grouping: ProbeGrouping): vscode.TreeItem {
  const { spec, id, enabled } = view.probe;
  const summary = summarizeProbe(view, hub.paused);
  const detail = detailOf(spec).replace(/^to line \d+( · )?/, '');
  const title = placeTitle(view, grouping.current);
  const item = new vscode.TreeItem(
    detail === '' ? title : `${title}  ${visibleText(detail)}`,
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  const reach = spec.target.anyOne === true ? 'canary' : 'wide';
  item.id = `${grouping.current}/${id}`;
  item.contextValue = `probe.${spec.kind}.${summary.state}.${reach}.${enabled ? 'enabled' : 'disabled'}`;
  item.iconPath = iconOf(spec.kind, lookOf[summary.state]);
  const numbers = describeRow(view, summary, rate, hub.paused);
  item.description = spec.origin === undefined ? numbers : `${numbers} · from ${baseName(spec.origin.file)}`;
  item.tooltip = probeHover(view, hub);
  item.command = { title: 'Open Line', command: 'stillframe.openProbe', arguments: [{ kind: 'probe', probeId: id }] };
  return item;
}

function iconOf(kind: ProbeKind, look: IconLook): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const shape: IconShape = kind === 'tictoc' ? 'tic' : kind;
  const icon = (theme: IconTheme) => vscode.Uri.parse(iconUrl(shape, look, theme));
  return { light: icon('light'), dark: icon('dark') };
}
