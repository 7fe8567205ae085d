import type * as vscode from 'vscode';
import { createHoldBack } from './holdBack.ts';

/**
 * Redraws a tree, `ms` after it was first asked to. While its `shape` (which rows there are, in which order) stays, its
 * `rows` are drawn anew one by one: a tree that VS Code reads from its root forgets its rows meanwhile, and a menu that is
 * open on one gives the command nothing. `rows` are the objects that the tree's `getChildren` gave.
 */
export function createTreeRefresh<Row>(options: {
  readonly changed: vscode.EventEmitter<Row[] | undefined>;
  readonly shape: () => string;
  readonly rows: () => Row[];
  readonly ms: number;
}): { request(): void; dispose(): void } {
  const { changed, shape, rows, ms } = options;
  let drawn: string | undefined;
  return createHoldBack(() => {
    const now = shape();
    const isSame = now === drawn;
    drawn = now;
    changed.fire(isSame ? rows() : undefined);
  }, ms);
}
