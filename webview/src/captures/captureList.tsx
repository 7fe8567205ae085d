import { baseName, timeText, visibleText } from '@stillframe/protocol/reading';
import type { CaptureRow } from '@stillframe/protocol/webview';
import { movedIndex, Windowed } from '../ui/windowed.tsx';

export type CaptureListProps = {
  readonly rows: readonly CaptureRow[];
  readonly selectedId: string | undefined;
  readonly onSelect: (captureId: string) => void;
  /** Open the source line. */
  readonly onOpen: (captureId: string) => void;
};

const rowHeightPx = 40;

/** The hits, newest first. Arrow keys select, Enter opens the line. */
export function CaptureList({ rows, selectedId, onSelect, onOpen }: CaptureListProps) {
  const selectedIndex = rows.findIndex((row) => row.id === selectedId);
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
  readonly onClick: () => void;
  readonly onDblClick: () => void;
};

function Row({ row, index, count, isSelected, onClick, onDblClick }: RowProps) {
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
      aria-label={`${timeText(row.atMs, Date.now())}, ${name}, ${place}, ${row.instance}. ${preview}`}
      title={`${name}  ${visibleText(row.file)}:${row.line1}\nhit ${row.hit} · ${visibleText(row.instance)}`}
      onClick={onClick}
      onDblClick={onDblClick}
    >
      <div class="captureHead">
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
