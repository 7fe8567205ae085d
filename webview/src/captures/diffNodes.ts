import type { Capture, Value } from '@stillframe/protocol';
import type { CaptureObjects, Comparison } from '@stillframe/protocol/reading';
import { childNodes, frameNodes, isExpandable, type VariableNode } from './variableNodes.ts';

/** A place in two captures, at least in one of them. `path` is its identity. */
export type DiffNode = {
  readonly path: string;
  readonly label: string;
  readonly status: 'same' | 'changed' | 'added' | 'removed';
  readonly left?: VariableNode;
  readonly right?: VariableNode;
};

export type DiffContext = {
  readonly left: CaptureObjects;
  readonly right: CaptureObjects;
  /** Of a value of the right capture with one of the left. */
  readonly isSame: Comparison;
};

const none: CaptureObjects = new Map();

/** Watches and scopes of one frame in both captures. */
export function diffRoots(
  left: Capture,
  right: Capture,
  frameIndex: number,
  context: DiffContext,
): readonly DiffNode[] {
  const side = (capture: Capture) => ({ parentPath: '', nodes: frameNodes(capture, frameIndex, undefined) });
  return paired(side(left), side(right), '', context);
}

/** What an opened place shows below it. */
export function diffChildren(node: DiffNode, context: DiffContext): readonly DiffNode[] {
  return paired(below(node.left, context.left), below(node.right, context.right), node.path, context);
}

export const hasChildren = (node: DiffNode, context: DiffContext): boolean =>
  isOpenable(node.left, context.left) || isOpenable(node.right, context.right);

const isOpenable = (node: VariableNode | undefined, objects: CaptureObjects): boolean =>
  node !== undefined && isExpandable(node, objects);

function below(node: VariableNode | undefined, objects: CaptureObjects): Side {
  const parentPath = node?.path ?? '';
  if (node === undefined || node.kind === 'note') return { parentPath, nodes: [] };
  return { parentPath, nodes: node.kind === 'scope' ? node.children : childNodes(node, objects, none) };
}

/** The rows of one side below one row. */
type Side = { readonly parentPath: string; readonly nodes: readonly VariableNode[] };

/** In the order of the left, what only the right has where it stands there. */
function paired(left: Side, right: Side, parentPath: string, context: DiffContext): readonly DiffNode[] {
  const leftKeys = new Set(left.nodes.map((node) => keyOf(node, left.parentPath)));
  const rightAt = new Map(right.nodes.map((node, index) => [keyOf(node, right.parentPath), index]));
  const all: DiffNode[] = [];
  let next = 0;
  const addNewUpTo = (end: number) => {
    for (; next < end; next += 1) {
      const node = right.nodes[next];
      const key = node === undefined ? '' : keyOf(node, right.parentPath);
      if (!leftKeys.has(key)) all.push(diffNode(undefined, node, `${parentPath}/${key}`, context));
    }
  };
  for (const node of left.nodes) {
    const key = keyOf(node, left.parentPath);
    const at = rightAt.get(key);
    if (at !== undefined) addNewUpTo(at);
    all.push(diffNode(node, at === undefined ? undefined : right.nodes[at], `${parentPath}/${key}`, context));
  }
  addNewUpTo(right.nodes.length);
  return all;
}

function diffNode(
  left: VariableNode | undefined,
  right: VariableNode | undefined,
  path: string,
  context: DiffContext,
): DiffNode {
  const node = right ?? left;
  const label = node === undefined ? '' : node.kind === 'note' ? node.text : node.label;
  return { path, label, status: statusOf(left, right, context), left, right };
}

function statusOf(
  left: VariableNode | undefined,
  right: VariableNode | undefined,
  context: DiffContext,
): DiffNode['status'] {
  if (left === undefined) return 'added';
  if (right === undefined) return 'removed';
  if (left.kind === 'value' && right.kind === 'value') return sameIf(context.isSame(right.value, left.value));
  if (left.kind === 'scope' && right.kind === 'scope')
    return sameIf(paired(below(left, none), below(right, none), '', context).every(({ status }) => status === 'same'));
  return sameIf(left.kind === 'note' && right.kind === 'note' && left.text === right.text);
}

const sameIf = (isSame: boolean) => (isSame ? 'same' : 'changed');

/** Watches and map entries are known by what they are called, the rest by their place below their parent. */
function keyOf(node: VariableNode, parentPath: string): string {
  if (node.kind === 'value' && (parentPath === 'w' || node.label.endsWith('=>'))) return `=${node.label}`;
  return node.path.startsWith(`${parentPath}/`) ? node.path.slice(parentPath.length + 1) : node.path;
}

/** The value of a side, when it has one. */
export const valueOf = (node: VariableNode | undefined): Value | undefined =>
  node?.kind === 'value' ? node.value : undefined;
