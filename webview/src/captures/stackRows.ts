import type { Frame } from '@stillframe/protocol';

/** A row of the stack: a frame, or neighbours outside the user's code folded into one. */
export type StackRow =
  | { readonly kind: 'frame'; readonly index: number; readonly frame: Frame }
  /** `first` is the frame's index; the fold is known by it. */
  | { readonly kind: 'fold'; readonly first: number; readonly count: number; readonly label: string };

/** The rows of a stack; folds named in `open` (by their first index) are shown as frames below their fold row. */
export function stackRows(frames: readonly Frame[], open: ReadonlySet<number>): readonly StackRow[] {
  const rows: StackRow[] = [];
  for (let index = 0; index < frames.length;) {
    const count = foreignRun(frames, index);
    if (count < 2) {
      rows.push(...frameRows(frames, index, index + 1));
      index += 1;
      continue;
    }
    rows.push({ kind: 'fold', first: index, count, label: foldLabel(frames.slice(index, index + count)) });
    if (open.has(index)) rows.push(...frameRows(frames, index, index + count));
    index += count;
  }
  return rows;
}

function frameRows(frames: readonly Frame[], from: number, to: number): StackRow[] {
  return frames.slice(from, to).map((frame, offset) => ({ kind: 'frame', index: from + offset, frame }));
}

function foreignRun(frames: readonly Frame[], from: number): number {
  // The probed frame is what was asked for; it never disappears in a fold.
  if (from === 0) return 0;
  let to = from;
  while (frames[to] !== undefined && frames[to]?.origin !== 'app') to += 1;
  return to - from;
}

function foldLabel(frames: readonly Frame[]): string {
  const isNode = frames.some((frame) => frame.origin === 'node');
  const isDependency = frames.some((frame) => frame.origin === 'dependency');
  const where = isNode && isDependency ? 'node_modules and Node.js' : isNode ? 'Node.js' : 'node_modules';
  return `${frames.length} frames in ${where}`;
}
