import type { TreeRow } from './treeRows.ts';

/** What a row of a tree tells a screen reader of its place. */
export const treeItem = (
  { depth, siblings, position1, isExpandable, isExpanded }: TreeRow<unknown>,
  isActive: boolean,
) =>
  ({
    role: 'treeitem',
    'aria-level': depth + 1,
    'aria-setsize': siblings,
    'aria-posinset': position1,
    'aria-expanded': isExpandable ? isExpanded : undefined,
    'aria-selected': isActive,
  }) as const;
