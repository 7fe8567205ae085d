import type { InstanceView } from '@stillframe/protocol';
import { processText, visibleText } from '@stillframe/protocol/reading';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import { instanceDescription, instanceFacts } from '../probes/instanceFacts.ts';
import type { ProbeFact } from '../probes/probeFacts.ts';
import { plural } from '../probes/summarizeProbe.ts';
import { factItem } from './factItem.ts';
import { createStableRows } from './stableRows.ts';
import { createTreeRefresh } from './treeRefresh.ts';

type Node =
  | { readonly kind: 'app'; readonly app: string }
  | { readonly kind: 'instance'; readonly instanceId: string }
  | { readonly kind: 'fact'; readonly fact: ProbeFact };

/** Redraws are held back this long: a hundred instances tell their load every few seconds, ms. */
const refreshMs = 500;

/** Who can be observed: apps, their instances below, and what is known of each. */
export function startTargetsTree(hub: HubModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<Node[] | undefined>();
  const apps = createStableRows<Node>((app) => ({ kind: 'app', app }));
  const instances = createStableRows<Node>((instanceId) => ({ kind: 'instance', instanceId }));
  const appNames = () => [...new Set([...hub.instances.values()].map(({ instance }) => instance.app))].sort();
  /** Lost ones after those that are there. */
  const instancesOf = (app: string) =>
    [...hub.instances.values()]
      .filter((view) => view.instance.app === app)
      .sort((a, b) => Number(b.connected) - Number(a.connected));
  const redraw = createTreeRefresh({
    changed,
    shape: () =>
      JSON.stringify(appNames().map((app) => [app, instancesOf(app).map(({ instance }) => instance.instanceId)])),
    rows: () => [...apps.all(), ...instances.all()],
    ms: refreshMs,
  });
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren(node) {
      if (node === undefined) {
        const names = appNames();
        apps.keep(new Set(names));
        instances.keep(new Set(hub.instances.keys()));
        return names.map((app) => apps.of(app));
      }
      if (node.kind === 'app') {
        return instancesOf(node.app).map(({ instance }) => instances.of(instance.instanceId));
      }
      const view = node.kind === 'instance' ? hub.instances.get(node.instanceId) : undefined;
      return view === undefined ? [] : instanceFacts(view, Date.now()).map((fact) => ({ kind: 'fact', fact }));
    },
    getTreeItem(node) {
      if (node.kind === 'fact') return factItem(node.fact);
      if (node.kind === 'app') return appItem(node.app, instancesOf(node.app));
      const view = hub.instances.get(node.instanceId);
      return view === undefined ? new vscode.TreeItem('') : instanceItem(view);
    },
  };
  const tree = vscode.window.createTreeView('stillframe.targets', { treeDataProvider: provider });
  const stop = hub.onDidChange((change) => {
    if (change.instances === true || change.state === true) redraw.request();
  });
  return vscode.Disposable.from(tree, changed, redraw, new vscode.Disposable(stop));
}

function appItem(app: string, views: readonly InstanceView[]): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleText(app), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `app:${app}`;
  item.contextValue = 'app';
  item.iconPath = new vscode.ThemeIcon('server-process');
  const versions = new Set(views.flatMap(({ instance }) => instance.commit?.slice(0, 7) ?? instance.version ?? []));
  item.description = visibleText([plural(views.length, 'instance'), ...versions].join(' · '));
  item.tooltip = visibleText(`${app}: ${item.description}`);
  return item;
}

function instanceItem(view: InstanceView): vscode.TreeItem {
  const { instance, connected, load } = view;
  const item = new vscode.TreeItem(visibleText(instance.host), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `instance:${instance.instanceId}`;
  item.contextValue = 'instance';
  const colour =
    load?.failure !== undefined ? 'testing.iconFailed' : connected ? 'testing.iconPassed' : 'disabledForeground';
  item.iconPath = new vscode.ThemeIcon(connected ? 'circle-filled' : 'circle-outline', new vscode.ThemeColor(colour));
  const nowMs = Date.now();
  item.description = visibleText(instanceDescription(view, nowMs));
  const facts = instanceFacts(view, nowMs).map(({ label, text }) => (label === '' ? text : `${label}: ${text}`));
  item.tooltip = visibleText(
    [`${instance.app} on ${instance.host}, pid ${processText(instance)}`, ...facts].join('; '),
  );
  return item;
}
