import { type CaptureObjects, headText, valueText, valueTone } from '@stillframe/protocol/reading';
import { ChevronIcon } from '../ui/icons.tsx';
import { treeItem } from '../ui/treeItem.ts';
import type { TreeRow } from '../ui/treeRows.ts';
import type { DiffContext, DiffNode } from './diffNodes.ts';
import type { VariableNode } from './variableNodes.ts';

export type DiffRowProps = {
  readonly row: TreeRow<DiffNode>;
  readonly index: number;
  readonly context: DiffContext;
  readonly isActive: boolean;
  readonly onClick: () => void;
};

const letters = { same: '', changed: 'M', added: 'A', removed: 'D' } as const;
const words = { same: 'the same', changed: 'changed', added: 'only right', removed: 'only left' } as const;

/** One place of two captures: its name, its value on the left, its value on the right. */
export function DiffRow({ row, index, context, isActive, onClick }: DiffRowProps) {
  const { node, depth, isExpandable, isExpanded } = row;
  const { label, status, left, right } = node;
  const [before, after] = [textOf(left, context.left), textOf(right, context.right)];
  return (
    <div
      id={`difference-${index}`}
      class={`row difference ${status} ${isActive ? 'selected' : ''}`}
      {...treeItem(row, isActive)}
      aria-label={`${label}, ${words[status]}${before === '' && after === '' ? '' : `: ${before || 'nothing'}, then ${after || 'nothing'}`}`}
      title={`${label}\n${before}\n${after}`}
      onClick={onClick}
    >
      <span class="diffName">
        <span class="indent" style={{ width: `${depth * 12}px` }} />
        <span class="twisty">{isExpandable && <ChevronIcon isOpen={isExpanded} />}</span>
        <span class={right?.kind === 'scope' || left?.kind === 'scope' ? 'scopeName' : 'varName'}>{label}</span>
        <span class="letter">{letters[status]}</span>
      </span>
      <Cell node={left} text={before} objects={context.left} side="left" />
      <Cell node={right} text={after} objects={context.right} side="right" />
    </div>
  );
}

type CellProps = {
  readonly node: VariableNode | undefined;
  readonly text: string;
  readonly objects: CaptureObjects;
  readonly side: 'left' | 'right';
};

function Cell({ node, text, objects, side }: CellProps) {
  const tone = node?.kind === 'value' ? valueTone(node.value, objects) : 'faint';
  return (
    <span class={`diffSide ${side}`}>
      <span class={`value ${tone}`}>{text}</span>
    </span>
  );
}

function textOf(node: VariableNode | undefined, objects: CaptureObjects): string {
  if (node?.kind !== 'value') return '';
  const text = valueText(node.value, objects, 120);
  return text === '' ? headText(node.value, objects) : text;
}
