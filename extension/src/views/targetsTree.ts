import type { InstanceView } from '@stillframe/protocol';
import * as vscode from 'vscode';
import type { HubModel } from '../hub/hubModel.ts';
import { formatShare } from '../probes/formatNumbers.ts';
import { plural } from '../probes/summarizeProbe.ts';

type Node = { readonly kind: 'app'; readonly app: string } | { readonly kind: 'instance'; readonly view: InstanceView };

/** Who can be observed: apps, and their instances below. */
export function startTargetsTree(hub: HubModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const instancesOf = (app: string) => [...hub.instances.values()].filter((view) => view.instance.app === app);
  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren(node) {
      if (node?.kind === 'instance') return [];
      if (node?.kind === 'app') return instancesOf(node.app).map((view) => ({ kind: 'instance', view }));
      const apps = new Set([...hub.instances.values()].map((view) => view.instance.app));
      return [...apps].sort().map((app) => ({ kind: 'app', app }));
    },
    getTreeItem: (node) => (node.kind === 'app' ? appItem(node.app, instancesOf(node.app)) : instanceItem(node.view)),
  };
  const tree = vscode.window.createTreeView('stillframe.targets', { treeDataProvider: provider });
  const stop = hub.onDidChange((change) => {
    if (change.instances === true || change.state === true) changed.fire(undefined);
  });
  return vscode.Disposable.from(tree, changed, new vscode.Disposable(stop));
}

function appItem(app: string, views: readonly InstanceView[]): vscode.TreeItem {
  const item = new vscode.TreeItem(app, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `app:${app}`;
  item.contextValue = 'app';
  item.iconPath = new vscode.ThemeIcon('server-process');
  const versions = new Set(views.flatMap(({ instance }) => instance.commit?.slice(0, 7) ?? instance.version ?? []));
  item.description = [plural(views.length, 'instance'), ...versions].join(' · ');
  return item;
}

function instanceItem(view: InstanceView): vscode.TreeItem {
  const { instance, load, connected } = view;
  const item = new vscode.TreeItem(instance.host, vscode.TreeItemCollapsibleState.None);
  item.id = `instance:${instance.instanceId}`;
  item.contextValue = 'instance';
  const colour = connected ? new vscode.ThemeColor('testing.iconPassed') : new vscode.ThemeColor('disabledForeground');
  item.iconPath = new vscode.ThemeIcon(connected ? 'circle-filled' : 'circle-outline', colour);
  const tags = Object.values(instance.tags);
  item.description = [`pid ${instance.pid}`, ...tags, connected ? '' : 'lost']
    .filter((part) => part !== '')
    .join(' · ');
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;
  const tooltip = new vscode.MarkdownString();
  const lines = [
    `${instance.app} on ${instance.host}, pid ${instance.pid}`,
    `Node.js ${instance.nodeVersion}, agent ${instance.agentVersion}`,
    instance.cwd,
    ...Object.entries(instance.tags).map(([key, value]) => `${key} = ${value}`),
    `since ${new Date(instance.startedAtMs).toLocaleString()}`,
    load === undefined
      ? ''
      : `CPU ${formatShare(load.cpu)} · memory ${megabytes(load.rssBytes)} · probes ${formatShare(load.probeShare)}`,
    connected ? '' : 'The connection was lost; it is forgotten a minute later unless it returns.',
  ];
  for (const line of lines.filter((line) => line !== '')) tooltip.appendText(`${line}\n`);
  item.tooltip = tooltip;
  return item;
}
