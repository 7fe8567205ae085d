import { resolveRef, visibleText } from '@stillframe/protocol/reading';
import { CloseIcon } from '../ui/icons.tsx';
import type { MenuAction, RowAbilities } from './valueActions.ts';
import { peekText } from './peekText.ts';
import type { ValueNode } from './variableNodes.ts';
import { type CaptureContext, changeOf } from './variableRow.tsx';

export type VariablePeekProps = {
  readonly node: ValueNode;
  readonly context: CaptureContext;
  readonly abilities: RowAbilities;
  readonly onAction: (action: MenuAction) => void;
  readonly onClose: () => void;
};

const actions = [
  ['fetchDeeper', 'Fetch deeper', 'canFetch'],
  ['addWatch', 'Watch', 'canWatch'],
  ['copyPath', 'Copy path', 'canCopyPath'],
  ['copyValue', 'Copy value', 'canCopy'],
] as const;

/** The selected variable in full, below the tree: what does not fit a row of a narrow side bar. */
export function VariablePeek({ node, context, abilities, onAction, onClose }: VariablePeekProps) {
  const value = resolveRef(node.value, context.objects);
  const text = peekText(value);
  const { was } = changeOf(node, context);
  // Whatever a row shows wholly needs no second place.
  if (text === undefined && was === undefined && node.expression === undefined) return null;
  const { expression } = node;
  return (
    <div class="peek" role="region" aria-label="Selected value">
      <div class="peekHead">
        <span class="peekPath" title={expression === undefined ? undefined : visibleText(expression)}>
          {expression === undefined ? node.label : visibleText(expression)}
        </span>
        {actions
          .filter(([, , ability]) => abilities[ability])
          .map(([action, title]) => (
            <button key={action} type="button" class="fact link" onClick={() => onAction(action)}>
              {title}
            </button>
          ))}
        <button type="button" class="iconButton" aria-label="Close" title="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {text !== undefined && (
        <pre class="peekText" tabIndex={0}>
          {text}
        </pre>
      )}
      {was !== undefined && <div class="was">was {was}</div>}
    </div>
  );
}
