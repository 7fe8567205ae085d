import type { CaptureRow } from '@stillframe/protocol/webview';

/** Rows of the chosen probe ('' for all) that contain every word of `filter` in file, function, instance, trace or request id, or preview. */
export function filterRows(rows: readonly CaptureRow[], filter: string, probeId: string): readonly CaptureRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && probeId === '') return rows;
  return rows.filter((row) => {
    if (probeId !== '' && row.probeId !== probeId) return false;
    if (words.length === 0) return true;
    const preview = row.preview.map(({ name, text }) => `${name}=${text}`).join(' ');
    const text =
      `${row.file}:${row.line1} ${row.functionName} ${row.instance} ${row.request ?? ''} ${preview}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
