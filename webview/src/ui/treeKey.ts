import { parentIndex, type TreeRow } from './treeRows.ts';
import { movedIndex } from './windowed.tsx';

/** Where a key leads in a tree, as in VS Code's own; undefined for keys that mean nothing here. Toggles where the key does. */
export function treeKey<Node>(
  key: string,
  active: number,
  rows: readonly TreeRow<Node>[],
  toggle: (row: TreeRow<Node>) => void,
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
