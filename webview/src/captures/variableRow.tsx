import type { Value } from '@stillframe/protocol';
import {
  type CaptureObjects,
  type Comparison,
  grouped,
  headText,
  quotedText,
  valueText,
  valueTone,
} from '@stillframe/protocol/reading';
import { ChevronIcon, CopyIcon } from '../ui/icons.tsx';
import { treeItem } from '../ui/treeItem.ts';
import type { TreeRow } from '../ui/treeRows.ts';
import { menuContext } from '../ui/menuContext.ts';
import type { MenuAction, RowAbilities } from './valueActions.ts';
import type { ValueNode, VariableNode } from './variableNodes.ts';

/** What the rows of one tree share. */
export type CaptureContext = {
  readonly objects: CaptureObjects;
  /** Of the previous hit. */
  readonly before: CaptureObjects;
  readonly isSame: Comparison;
  readonly hasPrevious: boolean;
  /** See objectPlaces. */
  readonly places: ReadonlyMap<number, string>;
};

export type VariableRowProps = {
  readonly row: TreeRow<VariableNode>;
  readonly index: number;
  readonly context: CaptureContext;
  readonly isActive: boolean;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
  readonly abilities: RowAbilities;
  readonly onAction: (action: MenuAction) => void;
};

/** One row of the variables tree. */
export function VariableRow({
  row,
  index,
  context,
  isActive,
  onActivate,
  onToggle,
  abilities,
  onAction,
}: VariableRowProps) {
  const { node, depth, isExpandable, isExpanded } = row;
  const shown = describe(node, context);
  return (
    <div
      id={`variable-${index}`}
      class={`row variable ${isActive ? 'selected' : ''} ${shown.isChanged ? 'changed' : ''}`}
      {...treeItem(row, isActive)}
      aria-label={shown.label}
      title={shown.title}
      data-vscode-context={menuContext({ stillframeItem: 'variable', ...abilities })}
      onContextMenu={onActivate}
      onClick={() => {
        onActivate();
        if (isExpandable) onToggle();
      }}
    >
      <span class="indent" style={{ width: `${depth * 12}px` }} />
      <span class="twisty">{isExpandable && <ChevronIcon isOpen={isExpanded} />}</span>
      {shown.body}
      {shown.isChanged && <span class="dot" title="Changed since the previous hit" />}
      {node.kind === 'note' && abilities.canFetch && (
        <button
          type="button"
          class="fact link fetch"
          tabIndex={-1}
          title="Take this value again at the next hit, as deep as possible"
          onClick={(event) => {
            event.stopPropagation();
            onAction('fetchDeeper');
          }}
        >
          Fetch deeper
        </button>
      )}
      {node.kind === 'value' && (
        <button
          type="button"
          class="iconButton rowAction"
          tabIndex={-1}
          aria-label="Copy value"
          title="Copy value (Ctrl+C)"
          onClick={(event) => {
            event.stopPropagation();
            onAction('copyValue');
          }}
        >
          <CopyIcon />
        </button>
      )}
    </div>
  );
}

type Described = {
  readonly body: preact.ComponentChildren;
  readonly label: string;
  readonly title?: string;
  readonly isChanged: boolean;
};

function describe(node: VariableNode, context: CaptureContext): Described {
  if (node.kind === 'scope')
    return { body: <span class="scopeName">{node.label}</span>, label: node.label, isChanged: false };
  if (node.kind === 'note')
    return {
      body: <span class={node.isError === true ? 'noteText error' : 'noteText'}>{node.text}</span>,
      label: node.text,
      title: node.text,
      isChanged: false,
    };
  const { value } = node;
  const text = rowText(value, context.objects);
  const length = value.t === 'string' && value.length !== undefined ? `${grouped(value.length)} characters` : undefined;
  const { isChanged, was } = changeOf(node, context);
  const same = node.value.t === 'ref' ? context.places.get(node.value.id) : undefined;
  const changeLabel = isChanged ? `, changed${was === undefined ? '' : `, was ${was}`}` : '';
  return {
    label: `${node.label}: ${text}${length === undefined ? '' : `, ${length}`}${changeLabel}${same === undefined ? '' : `, the same object as ${same}`}`,
    title: titleOf(node, text, was),
    isChanged,
    body: (
      <>
        <span class={node.isFaint === true ? 'varName faint' : 'varName'}>{node.label}</span>
        <span class="colon">{node.label.endsWith('=>') ? '' : ':'}</span>
        <span class={`value ${valueTone(node.value, context.objects)}`}>{text}</span>
        {length !== undefined && <span class="length">{length}</span>}
        {same !== undefined && <span class="same">↺ {same}</span>}
        {was !== undefined && <span class="was">was {was}</span>}
      </>
    ),
  };
}

function rowText(value: Value, objects: CaptureObjects): string {
  // How long a cut text really is stands behind it, where an ellipsis cannot hide it.
  if (value.t === 'string') return quotedText(value.v, 200);
  // A second sight of an object says where the first is; its members are one click away.
  return value.t === 'ref' ? headText(value, objects, 200) : valueText(value, objects, 200);
}

/** `was` is there when one line can say it; a container only says that something inside differs. */
export function changeOf(node: ValueNode, context: CaptureContext): { isChanged: boolean; was?: string } {
  const { previous } = node;
  if (!context.hasPrevious || previous === undefined || context.isSame(node.value, previous))
    return { isChanged: false };
  const isInside = isObject(node.value, context.objects) && isObject(previous, context.before);
  const was = isInside ? sizeChange(node.value, previous, context) : headText(previous, context.before, 40);
  return { isChanged: true, was };
}

function sizeChange(value: Value, previous: Value, context: CaptureContext): string | undefined {
  const was = headText(previous, context.before, 40);
  return was === headText(value, context.objects, 40) ? undefined : was;
}

const isObject = (value: Value, objects: CaptureObjects): boolean =>
  value.t === 'object' || (value.t === 'ref' && objects.get(value.id)?.t === 'object');

function titleOf(node: ValueNode, text: string, was: string | undefined): string {
  switch (node.value.t) {
    case 'redacted':
      return `Hidden before it left the process (${node.value.what ?? `by ${node.value.reason}`}); the value is not in this capture.`;
    case 'accessor':
      return 'Reading it would run code of the service, so it was not read. Add a watch to ask for it.';
    default:
      return `${node.label}: ${text}${was === undefined ? '' : `\nwas ${was} in the previous hit`}`;
  }
}
