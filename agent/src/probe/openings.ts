import { cell } from '../shared/memory.ts';
import { createList } from './primordials.ts';

/** Something begun whose end is to come: a tic, or a call of a measured function. */
export type Opening = {
  readonly startNs: number;
  readonly group: string | null;
  /** False once it was closed or given up. */
  isOpen: boolean;
};

/** All that one probe has begun, and not yet ended: bounded in number and age, with counts that anybody can read. */
export type Openings = {
  add(opening: Opening): void;
  /** Its end has come. False when it was given up before. */
  close(opening: Opening): boolean;
  /** It will never get a time: that is counted. */
  giveUp(opening: Opening): void;
  /** An end that nothing began. */
  unopened(): void;
};

/** Beyond either of these the oldest is given up. */
export const maxOpen = 10_000;
export const maxOpenMs = 3_600_000;

export function createOpenings(cells: Float64Array): Openings {
  // In the order of their beginning; the oldest one that is still open is at `oldest` or after it.
  const ring = createList<Opening | undefined>();
  let oldest = 0;
  let next = 0;

  const add = (index: number, amount: number) => {
    cells[index] = (cells[index] ?? 0) + amount;
  };
  const close = (opening: Opening) => {
    if (!opening.isOpen) return false;
    opening.isOpen = false;
    add(cell.open, -1);
    return true;
  };
  const giveUp = (opening: Opening) => {
    if (close(opening)) add(cell.unpaired, 1);
  };

  return {
    add(opening) {
      for (; oldest < next; oldest++) {
        const first = ring[oldest % maxOpen];
        const isOverdue =
          first !== undefined && (opening.startNs - first.startNs > maxOpenMs * 1e6 || next - oldest >= maxOpen);
        if (first?.isOpen === true && !isOverdue) break;
        if (first !== undefined) giveUp(first);
        ring[oldest % maxOpen] = undefined;
      }
      ring[next % maxOpen] = opening;
      next++;
      add(cell.open, 1);
    },
    close,
    giveUp,
    unopened: () => add(cell.unopened, 1),
  };
}
