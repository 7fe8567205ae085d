/** A tree laid out as the rows that are visible. */
export type TreeRow<Node> = {
  readonly node: Node;
  readonly depth: number;
  readonly isExpandable: boolean;
  readonly isExpanded: boolean;
  /** 1-based place among its siblings, for screen readers. */
  readonly position1: number;
  readonly siblings: number;
};

export type TreeSource<Node> = {
  readonly roots: readonly Node[];
  readonly isExpandable: (node: Node) => boolean;
  readonly isExpanded: (node: Node) => boolean;
  /** Called for expanded nodes only, so cyclic values are safe. */
  readonly children: (node: Node) => readonly Node[];
};

/** The visible rows of a tree, top to bottom. */
export function treeRows<Node>(source: TreeSource<Node>): readonly TreeRow<Node>[] {
  const rows: TreeRow<Node>[] = [];
  const add = (nodes: readonly Node[], depth: number): void => {
    nodes.forEach((node, index) => {
      const isExpandable = source.isExpandable(node);
      const isExpanded = isExpandable && source.isExpanded(node);
      rows.push({ node, depth, isExpandable, isExpanded, position1: index + 1, siblings: nodes.length });
      if (isExpanded) add(source.children(node), depth + 1);
    });
  };
  add(source.roots, 0);
  return rows;
}

/** The row of the parent; -1 at the top. */
export function parentIndex<Node>(rows: readonly TreeRow<Node>[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.depth ?? 0) < depth) return at;
  return -1;
}
