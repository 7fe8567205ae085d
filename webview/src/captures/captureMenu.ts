import type { ViewMessage } from '@stillframe/protocol/webview';
import type { CaptureRow } from '@stillframe/protocol/webview';
import type { MenuAction } from './valueActions.ts';

/** The hit of the same probe before this one in a list that is newest first; pinned ones may stand anywhere in it. */
export function previousRow(row: CaptureRow, rows: readonly CaptureRow[]): CaptureRow | undefined {
  return rows
    .filter(({ probeId, atMs, id }) => probeId === row.probeId && id !== row.id && atMs <= row.atMs)
    .reduce<CaptureRow | undefined>(
      (best, next) => (best === undefined || next.atMs > best.atMs ? next : best),
      undefined,
    );
}

/** What an item of a capture's menu asks of the extension; undefined where it does not apply. `markedId`: selected for compare. */
export function captureMessage(
  action: MenuAction,
  row: CaptureRow,
  rows: readonly CaptureRow[],
  markedId: string | undefined,
): ViewMessage | undefined {
  const { id } = row;
  switch (action) {
    case 'compareWithSelected':
      return markedId === undefined || markedId === id ? undefined : compare(markedId, id, rows);
    case 'compareWithPrevious': {
      const previous = previousRow(row, rows);
      return previous === undefined ? undefined : { type: 'compareCaptures', leftId: previous.id, rightId: id };
    }
    case 'pin':
    case 'unpin':
      return { type: 'pinCapture', captureId: id, pinned: action === 'pin' };
    case 'exportCapture':
      return { type: 'exportCaptures', captureIds: [id] };
    case 'openInDebugger':
      return { type: 'openInDebugger', captureId: id };
    default:
      return undefined;
  }
}

/** The older one is on the left, whichever was chosen first. */
function compare(a: string, b: string, rows: readonly CaptureRow[]): ViewMessage | undefined {
  const [left, right] = rows.filter(({ id }) => id === a || id === b).sort((x, y) => x.atMs - y.atMs);
  return left === undefined || right === undefined
    ? undefined
    : { type: 'compareCaptures', leftId: left.id, rightId: right.id };
}
