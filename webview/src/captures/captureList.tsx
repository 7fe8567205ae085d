import { baseName, timeText, visibleText } from '@stillframe/protocol/reading';
import type { CaptureRow } from '@stillframe/protocol/webview';
import { CompareIcon, PinIcon } from '../ui/icons.tsx';
import { menuContext } from '../ui/menuContext.ts';
import { movedIndex, Windowed } from '../ui/windowed.tsx';
import { previousRow } from './captureMenu.ts';

export type CaptureListProps = {
  readonly rows: readonly CaptureRow[];
  readonly selectedId: string | undefined;
  /** Selected for compare. */
  readonly markedId: string | undefined;
  /** A hub has these captures, so they can be pinned. */
  readonly isLive: boolean;
  readonly onSelect: (captureId: string) => void;
  /** Open the source line. */
  readonly onOpen: (captureId: string) => void;
};

const rowHeightPx = 40;

/** The hits, pinned ones on top, then newest first. Arrow keys select, Enter opens the line; the menu has the rest. */
export function CaptureList({ rows, selectedId, markedId, isLive, onSelect, onOpen }: CaptureListProps) {
  const selectedIndex = rows.findIndex((row) => row.id === selectedId);
  const contextOf = (row: CaptureRow | undefined): string =>
    row === undefined
      ? menuContext({})
      : menuContext({
          stillframeItem: 'capture',
          captureId: row.id,
          canPin: isLive && row.isPinned !== true,
          canUnpin: isLive && row.isPinned === true,
          canCompare: markedId !== undefined && markedId !== row.id,
          canComparePrevious: previousRow(row, rows) !== undefined,
        });
  if (rows.length === 0)
    return (
      <div class="captureList noMatch" role="status">
        No capture matches the filter.
      </div>
    );
  return (
    <Windowed
      count={rows.length}
      rowHeightPx={rowHeightPx}
      activeIndex={selectedIndex}
      attributes={{
        class: 'captureList rows',
        style: { '--rowsHeight': `${rows.length * rowHeightPx + 1}px` },
        role: 'listbox',
        tabIndex: 0,
        'aria-label': 'Captures, newest first',
        'data-vscode-context': contextOf(rows[selectedIndex]),
        'aria-activedescendant': selectedIndex < 0 ? undefined : `capture-${selectedIndex}`,
        onKeyDown: (event) => {
          const selected = rows[selectedIndex];
          if (event.key === 'Enter' && selected !== undefined) onOpen(selected.id);
          const moved = movedIndex(event.key, selectedIndex, rows.length, 5);
          const next = moved === undefined ? undefined : rows[moved];
          if (next === undefined) return;
          event.preventDefault();
          onSelect(next.id);
        },
      }}
      renderRow={(index) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <Row
            row={row}
            index={index}
            count={rows.length}
            isSelected={index === selectedIndex}
            isMarked={row.id === markedId}
            menu={contextOf(row)}
            onClick={() => onSelect(row.id)}
            onDblClick={() => onOpen(row.id)}
          />
        );
      }}
    />
  );
}

type RowProps = {
  readonly row: CaptureRow;
  readonly index: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly isMarked: boolean;
  readonly menu: string;
  readonly onClick: () => void;
  readonly onDblClick: () => void;
};

function Row({ row, index, count, isSelected, isMarked, menu, onClick, onDblClick }: RowProps) {
  const name = visibleText(row.functionName) || '(top level)';
  const place = `${visibleText(baseName(row.file))}:${row.line1}`;
  const preview = row.preview.map((part) => `${part.name} = ${part.text}`).join(', ');
  return (
    <div
      id={`capture-${index}`}
      class={`row capture ${isSelected ? 'selected' : ''}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-vscode-context={menu}
      aria-label={`${row.isPinned === true ? 'pinned, ' : ''}${isMarked ? 'selected for compare, ' : ''}${timeText(row.atMs, Date.now())}, ${name}, ${place}, ${row.instance}. ${preview}`}
      title={`${name}  ${visibleText(row.file)}:${row.line1}\nhit ${row.hit} · ${visibleText(row.instance)}`}
      onClick={onClick}
      onDblClick={onDblClick}
    >
      <div class="captureHead">
        {row.isPinned === true && <PinIcon />}
        {isMarked && <CompareIcon />}
        <span class="time">{timeText(row.atMs, Date.now())}</span>
        <span class="name">{name}</span>
        <span class="place">{place}</span>
        <span class="instance">{visibleText(row.instance)}</span>
      </div>
      <div class="preview">
        {row.preview.map((part) => (
          <span key={part.name} class={part.isChanged ? 'part changed' : 'part'}>
            <span class="partName">{part.name}</span>={part.text}
          </span>
        ))}
      </div>
    </div>
  );
}
