/** A cell: text, and how it is painted once its width is known. */
export type Cell = string | { readonly text: string; readonly paint?: (text: string) => string; readonly right?: true };

/** Aligned columns, two spaces between; the last column is not padded. Cells must be free of control characters. */
export function renderTable(rows: readonly (readonly Cell[])[], indent = ''): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, textOf(cell).length)));
  }
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const text = textOf(cell);
        const gap = ' '.repeat((widths[column] ?? 0) - text.length);
        const painted = typeof cell === 'string' ? text : (cell.paint ?? same)(text);
        if (typeof cell !== 'string' && cell.right === true) return gap + painted;
        return column === row.length - 1 ? painted : painted + gap;
      });
      return `${indent}${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}

const textOf = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text);
const same = (text: string) => text;
