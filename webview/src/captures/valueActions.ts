import { limits, type Value } from '@stillframe/protocol';
import { type CaptureObjects, resolveRef } from '@stillframe/protocol/reading';
import type { HostMessage, ViewMessage } from '@stillframe/protocol/webview';
import { copyText } from './copyText.ts';
import { jsonText } from './jsonText.ts';
import { scriptText } from './scriptText.ts';
import type { VariableNode } from './variableNodes.ts';

export type MenuAction = Extract<HostMessage, { type: 'menu' }>['action'];

/** What can be done with a row of the variables tree. */
export type RowAbilities = {
  /** It has a value to copy. */
  readonly canCopy: boolean;
  readonly canCopyPath: boolean;
  /** Its expression can be evaluated at the next hit: it belongs to the probed frame of a capture that came from a hub. */
  readonly canWatch: boolean;
  /** There is more of it than was captured, and the next hit can bring it. */
  readonly canFetch: boolean;
};

export function abilitiesOf(node: VariableNode | undefined, objects: CaptureObjects, isLive: boolean): RowAbilities {
  const expression = expressionOf(node);
  const canWatch = isLive && expression !== undefined;
  const isValue = node?.kind === 'value';
  return {
    canCopy: isValue,
    canCopyPath: isValue && expression !== undefined,
    canWatch: canWatch && isValue && expression !== node.label,
    canFetch: canWatch && (node?.kind === 'note' || (isValue && isCut(node.value, objects))),
  };
}

/** The message that does what was chosen; undefined where it does not apply. */
export function messageFor(
  action: MenuAction,
  node: VariableNode | undefined,
  captureId: string,
  objects: CaptureObjects,
): ViewMessage | undefined {
  const expression = expressionOf(node);
  if (expression !== undefined && action === 'fetchDeeper') return { type: 'fetchDeeper', captureId, expression };
  if (node?.kind !== 'value') return undefined;
  switch (action) {
    case 'copyValue':
      return { type: 'copy', text: copyText(node.value, objects) };
    case 'copyJson':
      return { type: 'copy', text: jsonText(node.value, objects) };
    case 'copyScript':
      return { type: 'copy', text: scriptText(node.value, objects) };
    case 'copyPath':
      return expression === undefined ? undefined : { type: 'copy', text: expression };
    case 'addWatch':
      return expression === undefined ? undefined : { type: 'addWatch', captureId, expression };
    default:
      return undefined;
  }
}

/** Whether some of the value itself was left out. */
export function isCut(value: Value, objects: CaptureObjects): boolean {
  const seen = resolveRef(value, objects);
  if (seen.t === 'string') return seen.length !== undefined;
  if (seen.t === 'unavailable') return seen.reason === 'depth' || seen.reason === 'bytes' || seen.reason === 'time';
  return seen.t === 'object' && seen.cut !== undefined;
}

/** JavaScript that reads the row's value, or what a note about missing values is about; short enough to be sent. */
function expressionOf(node: VariableNode | undefined): string | undefined {
  if (node === undefined || node.kind === 'scope') return undefined;
  return node.expression !== undefined && node.expression.length <= limits.expressionLength
    ? node.expression
    : undefined;
}
