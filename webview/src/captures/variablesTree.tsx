import type { Capture } from '@stillframe/protocol';
import { captureObjects, createComparison } from '@stillframe/protocol/reading';
import { useMemo, useState } from 'preact/hooks';
import { parentIndex, type TreeRow, treeRows } from '../ui/treeRows.ts';
import { movedIndex, Windowed } from '../ui/windowed.tsx';
import { copyText } from './copyText.ts';
import { objectPlaces } from './objectPlaces.ts';
import { childNodes, frameNodes, isExpandable, type VariableNode } from './variableNodes.ts';
import { type CaptureContext, VariableRow } from './variableRow.tsx';
import { VariablePeek } from './variablePeek.tsx';

export type VariablesTreeProps = {
  readonly capture: Capture;
  readonly previous: Capture | undefined;
  readonly frameIndex: number;
  readonly toggled: Readonly<Record<string, boolean>>;
  readonly onToggle: (path: string, isOpen: boolean) => void;
  readonly onCopy: (text: string) => void;
};

const rowHeightPx = 22;
const nothing: Pick<Capture, 'frames' | 'watches'> = { frames: [], watches: [] };

/** The variables of one frame as a tree: arrows walk and open, Enter toggles, Ctrl+C copies the value. */
export function VariablesTree({ capture, previous, frameIndex, toggled, onToggle, onCopy }: VariablesTreeProps) {
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
          'aria-activedescendant': active < 0 ? undefined : `variable-${active}`,
          onKeyDown: (event) => {
            const row = rows[active];
            if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
              // Text selected with the mouse is what the person wants then.
              if (row?.node.kind !== 'value' || getSelection()?.isCollapsed === false) return;
              event.preventDefault();
              onCopy(copyText(row.node.value, context.objects));
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
              onCopy={onCopy}
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
        <VariablePeek node={activeNode} context={context} onCopy={onCopy} onClose={() => setActivePath(undefined)} />
      )}
    </div>
  );
}

/** Watches and locals open at once; closures and modules are long and wait for a click. */
const opensByItself = (node: VariableNode): boolean =>
  node.kind === 'scope' && (node.path === 'w' || node.path === 's0');

/** The row to go to; undefined for keys that mean nothing here. Toggles where that is what the key does. */
function treeKey(
  key: string,
  active: number,
  rows: readonly TreeRow<VariableNode>[],
  toggle: (row: TreeRow<VariableNode>) => void,
): number | undefined {
  const row = rows[active];
  if (row === undefined) return movedIndex(key, -1, rows.length, 10);
  switch (key) {
    case 'ArrowRight':
      if (row.isExpandable && !row.isExpanded) toggle(row);
      return row.isExpanded ? active + 1 : active;
    case 'ArrowLeft':
      if (row.isExpanded) toggle(row);
      return row.isExpanded ? active : Math.max(0, parentIndex(rows, active));
    case 'Enter':
    case ' ':
      if (row.isExpandable) toggle(row);
      return active;
    default:
      return movedIndex(key, active, rows.length, 10);
  }
}
