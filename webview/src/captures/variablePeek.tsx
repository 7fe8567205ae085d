import { resolveRef, visibleText } from '@stillframe/protocol/reading';
import { CloseIcon } from '../ui/icons.tsx';
import { copyText } from './copyText.ts';
import { peekText } from './peekText.ts';
import type { ValueNode } from './variableNodes.ts';
import { type CaptureContext, changeOf } from './variableRow.tsx';

export type VariablePeekProps = {
  readonly node: ValueNode;
  readonly context: CaptureContext;
  readonly onCopy: (text: string) => void;
  readonly onClose: () => void;
};

/** The selected variable in full, below the tree: what does not fit a row of a narrow side bar. */
export function VariablePeek({ node, context, onCopy, onClose }: VariablePeekProps) {
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
        {expression !== undefined && (
          <button type="button" class="fact link" onClick={() => onCopy(expression)}>
            Copy path
          </button>
        )}
        <button type="button" class="fact link" onClick={() => onCopy(copyText(node.value, context.objects))}>
          Copy value
        </button>
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
