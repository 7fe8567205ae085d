import type { Capture } from '@stillframe/protocol';
import { baseName, captureObjects, createComparison, timeText, visibleText } from '@stillframe/protocol/reading';
import type { ComparedCapture } from '@stillframe/protocol/webview';
import { useMemo, useState } from 'preact/hooks';
import { treeKey } from '../ui/treeKey.ts';
import { type TreeRow, treeRows } from '../ui/treeRows.ts';
import { Windowed } from '../ui/windowed.tsx';
import { diffChildren, type DiffContext, type DiffNode, diffRoots, hasChildren } from './diffNodes.ts';
import { DiffRow } from './diffRow.tsx';

export type CompareViewProps = { readonly left: ComparedCapture; readonly right: ComparedCapture };

const rowHeightPx = 22;
/** Changed objects open by themselves down to this level: further down, a person chooses. */
const openLevels = 4;

/** Two captures side by side as one tree: what changed, what was added, what is gone. */
export function CompareView({ left, right }: CompareViewProps) {
  const [onlyChanges, setOnlyChanges] = useState(true);
  const [frameIndex, setFrameIndex] = useState(0);
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  const [activePath, setActivePath] = useState<string>();
  const context = useMemo<DiffContext>(() => {
    const [before, after] = [captureObjects(left.capture), captureObjects(right.capture)];
    return { left: before, right: after, isSame: createComparison(after, before) };
  }, [left, right]);
  const rows = useMemo(() => {
    const wanted = (nodes: readonly DiffNode[]) =>
      onlyChanges ? nodes.filter(({ status }) => status !== 'same') : nodes;
    return treeRows<DiffNode>({
      roots: wanted(diffRoots(left.capture, right.capture, frameIndex, context)),
      isExpandable: (node) => hasChildren(node, context),
      isExpanded: (node) => toggled[node.path] ?? opensByItself(node),
      children: (node) => wanted(diffChildren(node, context)),
    });
  }, [left, right, frameIndex, onlyChanges, toggled, context]);
  const active = rows.findIndex((row) => row.node.path === activePath);
  const toggle = ({ node, isExpanded }: TreeRow<DiffNode>) =>
    setToggled((before) => ({ ...before, [node.path]: !isExpanded }));
  const frames = framesWithVariables(left.capture, right.capture);

  return (
    <div class="app compare">
      <div class="toolbar">
        <label class="check">
          <input
            type="checkbox"
            checked={onlyChanges}
            onChange={(event) => setOnlyChanges(event.currentTarget.checked)}
          />
          Only changes
        </label>
        {frames.length > 1 && (
          <select
            aria-label="Compare the variables of one frame"
            value={String(frameIndex)}
            onChange={(event) => setFrameIndex(Number(event.currentTarget.value))}
          >
            {frames.map(({ index, name }) => (
              <option key={index} value={String(index)}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <div class="diffHead">
        <span class="diffName">{placeOf(right.capture)}</span>
        <Side title="Left" of={left} />
        <Side title="Right" of={right} />
      </div>
      {rows.length === 0 ? (
        <p class="note" role="status">
          {onlyChanges ? 'Nothing differs in this frame.' : 'This frame has no variables in either capture.'}
        </p>
      ) : (
        <Windowed
          count={rows.length}
          rowHeightPx={rowHeightPx}
          activeIndex={active}
          attributes={{
            class: 'diff rows',
            role: 'tree',
            tabIndex: 0,
            'aria-label': 'Differences',
            'aria-activedescendant': active < 0 ? undefined : `difference-${active}`,
            onKeyDown: (event) => {
              const moved = treeKey(event.key, active, rows, toggle);
              if (moved === undefined) return;
              event.preventDefault();
              setActivePath(rows[moved]?.node.path);
            },
          }}
          renderRow={(index) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <DiffRow
                row={row}
                index={index}
                context={context}
                isActive={index === active}
                onClick={() => {
                  setActivePath(row.node.path);
                  if (row.isExpandable) toggle(row);
                }}
              />
            );
          }}
        />
      )}
    </div>
  );
}

function Side({ title, of: { capture, instance } }: { readonly title: string; readonly of: ComparedCapture }) {
  return (
    <span class="diffSide">
      <span class="srOnly">{title}: </span>
      {timeText(capture.atMs, Date.now())} <span class="faint">hit {capture.hit}</span>{' '}
      <span class="faint">{visibleText(instance)}</span>
    </span>
  );
}

/** Watches and locals always; of the rest, what differs inside of both. */
function opensByItself({ path, status, left, right }: DiffNode): boolean {
  if (path === '/w' || path === '/s0') return true;
  const isInside = left?.kind === 'value' && right?.kind === 'value';
  return status === 'changed' && isInside && path.split('/').length <= openLevels;
}

const placeOf = (capture: Capture): string => {
  const top = capture.frames[0];
  return top === undefined ? '' : `${visibleText(baseName(top.file))}:${top.line1}`;
};

function framesWithVariables(left: Capture, right: Capture): readonly { index: number; name: string }[] {
  return right.frames.flatMap((frame, index) =>
    frame.scopes === undefined || left.frames[index]?.scopes === undefined
      ? []
      : [{ index, name: visibleText(frame.name) || '(anonymous)' }],
  );
}
