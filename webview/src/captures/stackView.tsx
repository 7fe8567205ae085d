import type { Frame } from '@stillframe/protocol';
import type { HTMLAttributes } from 'preact';
import { baseName, visibleText } from '@stillframe/protocol/reading';
import { useMemo, useState } from 'preact/hooks';
import { ChevronIcon } from '../ui/icons.tsx';
import { movedIndex } from '../ui/windowed.tsx';
import { type StackRow, stackRows } from './stackRows.ts';

export type StackViewProps = {
  readonly frames: readonly Frame[];
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number) => void;
};

/** The stack, innermost first. A click shows the frame's variables and opens its line; keys: arrows show, Enter opens. */
export function StackView({ frames, selected, onSelect, onOpen }: StackViewProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [foldAt, setFoldAt] = useState<number>();
  const rows = useMemo(() => stackRows(frames, open), [frames, open]);
  const frameRow = rows.findIndex((row) => row.kind === 'frame' && row.index === selected);
  const foldRow = rows.findIndex((row) => row.kind === 'fold' && row.first === foldAt);
  const active = foldRow < 0 ? frameRow : foldRow;

  const toggle = (first: number) => {
    const next = new Set(open);
    if (!next.delete(first)) next.add(first);
    setOpen(next);
  };
  const activate = (row: StackRow) => {
    setFoldAt(row.kind === 'fold' ? row.first : undefined);
    if (row.kind === 'frame') onSelect(row.index);
  };

  return (
    <div
      class="stack rows"
      role="listbox"
      tabIndex={0}
      aria-label="Stack, innermost first"
      aria-activedescendant={active < 0 ? undefined : `frame-${active}`}
      onKeyDown={(event) => {
        const row = rows[active];
        if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) {
          event.preventDefault();
          if (row.kind === 'fold') toggle(row.first);
          else onOpen(row.index);
          return;
        }
        const moved = movedIndex(event.key, active, rows.length, 5);
        const next = moved === undefined ? undefined : rows[moved];
        if (next === undefined) return;
        event.preventDefault();
        activate(next);
        event.currentTarget.children[moved ?? 0]?.scrollIntoView({ block: 'nearest' });
      }}
    >
      {rows.map((row, index) => {
        const common = {
          id: `frame-${index}`,
          role: 'option' as const,
          'aria-selected': index === active,
        };
        const chosen = index === active ? ' selected' : '';
        if (row.kind === 'fold')
          return (
            <div
              {...common}
              key={`fold-${row.first}`}
              class={`row frame fold${chosen}`}
              // An option may not be expanded, so its name says it.
              aria-label={`${row.label}, ${open.has(row.first) ? 'shown' : 'folded'}`}
              onClick={() => {
                activate(row);
                toggle(row.first);
              }}
            >
              <ChevronIcon isOpen={open.has(row.first)} />
              {row.label}
            </div>
          );
        return (
          <FrameRow
            {...common}
            key={`frame-${row.index}`}
            frame={row.frame}
            class={`row frame ${row.frame.origin === 'app' ? 'own' : 'foreign'}${chosen}`}
            onClick={() => {
              activate(row);
              onOpen(row.index);
            }}
          />
        );
      })}
    </div>
  );
}

type FrameRowProps = HTMLAttributes<HTMLDivElement> & { readonly frame: Frame };

function FrameRow({ frame, ...attributes }: FrameRowProps) {
  const name = visibleText(frame.name) || '(anonymous)';
  const place = `${visibleText(baseName(frame.file))}:${frame.line1}`;
  return (
    <div
      {...attributes}
      aria-label={`${frame.isAsync === true ? 'awaits: ' : ''}${name}, ${place}`}
      title={`${name}\n${visibleText(frame.file)}:${frame.line1}:${frame.column1}`}
    >
      {frame.isAsync === true && <span class="await">await</span>}
      <span class="name">{name}</span>
      <span class="place">{place}</span>
    </div>
  );
}
