import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export type WindowedProps = {
  readonly count: number;
  readonly rowHeightPx: number;
  /** Kept in view when it changes. */
  readonly activeIndex: number;
  readonly renderRow: (index: number) => ComponentChildren;
  readonly attributes: HTMLAttributes<HTMLDivElement> & { readonly 'data-vscode-context'?: string };
};

const overscan = 6;

/** A scrolling list that keeps only the rows near the view in the DOM. Rows have one height. */
export function Windowed({ count, rowHeightPx, activeIndex, renderRow, attributes }: WindowedProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ topPx: 0, heightPx: 400 });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => setView({ topPx: element.scrollTop, heightPx: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || activeIndex < 0) return;
    const topPx = activeIndex * rowHeightPx;
    if (topPx < element.scrollTop) element.scrollTop = topPx;
    else if (topPx + rowHeightPx > element.scrollTop + element.clientHeight)
      element.scrollTop = topPx + rowHeightPx - element.clientHeight;
  }, [activeIndex, rowHeightPx]);

  const first = Math.max(0, Math.floor(view.topPx / rowHeightPx) - overscan);
  const last = Math.min(count, Math.ceil((view.topPx + view.heightPx) / rowHeightPx) + overscan);
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  // The active row stays in the DOM even when scrolled away: aria-activedescendant points to it.
  if (activeIndex >= 0 && activeIndex < count && (activeIndex < first || activeIndex >= last))
    indexes.push(activeIndex);

  return (
    <div
      {...attributes}
      ref={box}
      onScroll={(event) => {
        const { scrollTop, clientHeight } = event.currentTarget;
        setView({ topPx: scrollTop, heightPx: clientHeight });
      }}
    >
      <div class="windowed" role="presentation" style={{ height: `${count * rowHeightPx}px` }}>
        {indexes.map((index) => (
          <div key={index} class="slot" role="presentation" style={{ top: `${index * rowHeightPx}px` }}>
            {renderRow(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Where the arrow keys lead in a list of `count`; undefined for keys that do not move. */
export function movedIndex(key: string, index: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const to = (wanted: number) => Math.min(count - 1, Math.max(0, wanted));
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'PageDown':
      return to(index + page);
    case 'PageUp':
      return to(index - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
