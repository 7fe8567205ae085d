import type { CaptureRow, ProbeChoice } from '@stillframe/protocol/webview';
import { type FilterField, parseFilter } from './parseFilter.ts';

/** Rows of the chosen probe ('' for all) that have every word of `filter`, and none that it excludes; see parseFilter. */
export function filterRows(
  rows: readonly CaptureRow[],
  filter: string,
  probeId: string,
  probes: readonly ProbeChoice[],
): readonly CaptureRow[] {
  const words = parseFilter(filter);
  if (words.length === 0 && probeId === '') return rows;
  const titles = new Map(probes.map(({ id, title }) => [id, title]));
  return rows.filter((row) => {
    if (probeId !== '' && row.probeId !== probeId) return false;
    if (words.length === 0) return true;
    const texts = textsOf(row, titles.get(row.probeId) ?? '');
    return words.every(({ field, text, isExcluded }) => texts[field].toLowerCase().includes(text) !== isExcluded);
  });
}

function textsOf(row: CaptureRow, probe: string): Readonly<Record<FilterField, string>> {
  const file = `${row.file}:${row.line1}`;
  const preview = row.preview.map(({ name, text }) => `${name}=${text}`).join(' ');
  const trace = row.request ?? '';
  return {
    instance: row.instance,
    probe,
    file,
    function: row.functionName,
    trace,
    any: `${file} ${row.functionName} ${row.instance} ${trace} ${preview}`,
  };
}
