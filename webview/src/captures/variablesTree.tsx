import type { Capture } from '@stillframe/protocol';
import { captureObjects, createComparison } from '@stillframe/protocol/reading';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Host } from '../ui/host.ts';
import { menuContext } from '../ui/menuContext.ts';
import { treeKey } from '../ui/treeKey.ts';
import { type TreeRow, treeRows } from '../ui/treeRows.ts';
import { Windowed } from '../ui/windowed.tsx';
import { objectPlaces } from './objectPlaces.ts';
import { abilitiesOf, type MenuAction, messageFor } from './valueActions.ts';
import { childNodes, frameNodes, isExpandable, type VariableNode } from './variableNodes.ts';
import { type CaptureContext, VariableRow } from './variableRow.tsx';
import { VariablePeek } from './variablePeek.tsx';

export type VariablesTreeProps = {
  readonly capture: Capture;
  readonly previous: Capture | undefined;
  readonly frameIndex: number;
  readonly toggled: Readonly<Record<string, boolean>>;
  readonly onToggle: (path: string, isOpen: boolean) => void;
  readonly host: Pick<Host<never>, 'post' | 'onMessage'>;
  /** The capture comes from a hub, and so can another hit. */
  readonly isLive: boolean;
};

const rowHeightPx = 22;
const nothing: Pick<Capture, 'frames' | 'watches'> = { frames: [], watches: [] };

/** The variables of one frame as a tree: arrows walk and open, Enter toggles, Ctrl+C copies the value; the menu has the rest. */
export function VariablesTree({ capture, previous, frameIndex, toggled, onToggle, host, isLive }: VariablesTreeProps) {
  const [activePath, setActivePath] = useState<string>();
  const context = useMemo<CaptureContext>(() => {
    const objects = captureObjects(capture);
    const before = captureObjects(previous ?? nothing);
    const isSame = createComparison(objects, before);
    return { objects, before, isSame, hasPrevious: previous !== undefined, places: objectPlaces(capture, frameIndex) };
  }, [capture, previous, frameIndex]);

  const rows = useMemo(
    () =>
      treeRows<VariableNode>({
        roots: frameNodes(capture, frameIndex, previous),
        isExpandable: (node) => isExpandable(node, context.objects),
        isExpanded: (node) => toggled[node.path] ?? opensByItself(node),
        children: (node) => {
          if (node.kind === 'value') return childNodes(node, context.objects, context.before);
          return node.kind === 'scope' ? node.children : [];
        },
      }),
    [capture, previous, frameIndex, toggled, context],
  );
  const active = rows.findIndex((row) => row.node.path === activePath);
  const activeNode = rows[active]?.node;
  const activate = (index: number) => setActivePath(rows[index]?.node.path);
  // Other frames' names mean nothing where the probe is.
  const abilities = (node: VariableNode | undefined) => abilitiesOf(node, context.objects, isLive && frameIndex === 0);
  const act = (action: MenuAction, node: VariableNode | undefined) => {
    const message = messageFor(action, node, capture.id, context.objects);
    if (message !== undefined) host.post(message);
  };
  useEffect(
    () =>
      host.onMessage((message) => {
        if (message.type === 'menu') act(message.action, activeNode);
      }),
    [host, activeNode, context],
  );
  const toggle = (row: TreeRow<VariableNode>) => onToggle(row.node.path, !row.isExpanded);

  return (
    <div class="variables">
      <Windowed
        count={rows.length}
        rowHeightPx={rowHeightPx}
        activeIndex={active}
        attributes={{
          class: 'tree rows',
          role: 'tree',
          tabIndex: 0,
          'aria-label': 'Variables',
          'data-vscode-context': menuContext({ stillframeItem: 'variable', ...abilities(activeNode) }),
          'aria-activedescendant': active < 0 ? undefined : `variable-${active}`,
          onKeyDown: (event) => {
            const row = rows[active];
            if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
              // Text selected with the mouse is what the person wants then.
              if (row?.node.kind !== 'value' || getSelection()?.isCollapsed === false) return;
              event.preventDefault();
              act('copyValue', row.node);
              return;
            }
            const moved = treeKey(event.key, active, rows, toggle);
            if (moved === undefined) return;
            event.preventDefault();
            activate(moved);
          },
        }}
        renderRow={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <VariableRow
              row={row}
              index={index}
              context={context}
              isActive={index === active}
              onActivate={() => activate(index)}
              onToggle={() => toggle(row)}
              abilities={abilities(row.node)}
              onAction={(action) => act(action, row.node)}
            />
          );
        }}
      />
      {activeNode?.kind === 'note' && (
        <div class="peek note" role="region" aria-label="Selected note">
          {activeNode.text}
        </div>
      )}
      {activeNode?.kind === 'value' && (
        <VariablePeek
          node={activeNode}
          context={context}
          abilities={abilities(activeNode)}
          onAction={(action) => act(action, activeNode)}
          onClose={() => setActivePath(undefined)}
        />
      )}
    </div>
  );
}

/** Watches and locals open at once; closures and modules are long and wait for a click. */
const opensByItself = (node: VariableNode): boolean =>
  node.kind === 'scope' && (node.path === 'w' || node.path === 's0');
