import { isTimed, summarize, type ProbeView } from '@stillframe/protocol';
import { estimateOf, estimateText, timeText, visibleText } from '@stillframe/protocol/reading';
import { mergedSeries } from '../documents.ts';
import type { Palette } from './palette.ts';
import { renderTable, type Cell } from './table.ts';
import { numberText, placesText } from './words.ts';

/** The numbers of a counter, tictoc, duration or metric as a small table, one row a group. */
export function numbersText(view: ProbeView, palette: Palette, ratePerSecond?: number): string {
  const { spec } = view.probe;
  const notes = [
    ratePerSecond === undefined ? '' : `${numberText(ratePerSecond)}/s`,
    estimateText(estimateOf(view.statuses.map(({ status }) => status))) ?? '',
    ...pairingNotes(view),
  ].filter((text) => text !== '');
  const time = timeText(Date.now());
  const head = `${time} ${palette.bold(spec.kind)} ${placesText(spec)}${notes.length > 0 ? `  ${palette.faint(notes.join(' · '))}` : ''}\n`;
  const series = mergedSeries(view);
  if (series.length === 0) return `${head}  ${palette.faint('nothing counted yet')}\n`;
  const isGrouped = series.some(({ key }) => key !== undefined);
  const unit = isTimed(spec.kind) ? ' ms' : '';
  const titles = ['count', ...(spec.kind === 'counter' ? [] : ['mean', 'min', 'p50', 'p90', 'p99', 'p99.9', 'max'])];
  const rows: Cell[][] = [
    [...(isGrouped ? [{ text: 'group', paint: palette.faint }] : []), ...titles.map((text) => title(text, palette))],
  ];
  for (const one of series) {
    const row: Cell[] = isGrouped ? [{ text: visibleText((one.key ?? '').slice(0, 60)), paint: palette.cyan }] : [];
    row.push({ text: numberText(one.count), right: true });
    if (spec.kind !== 'counter') {
      const summary = summarize(one);
      const { mean, min, p50, p90, p99, p999, max } = summary ?? {};
      for (const value of [mean, min, p50, p90, p99, p999, max]) {
        row.push({ text: value === undefined ? '–' : numberText(value) + unit, right: true });
      }
    }
    rows.push(row);
  }
  return `${head}${renderTable(rows, '  ')}\n`;
}

/** What a timing probe began or ended without a pair. */
function pairingNotes(view: ProbeView): readonly string[] {
  const sum = (of: 'open' | 'unpaired' | 'unopened') =>
    view.statuses.reduce((total, { status }) => total + (status.counts[of] ?? 0), 0);
  return (['open', 'unpaired', 'unopened'] as const).flatMap((of) =>
    sum(of) === 0 ? [] : [`${numberText(sum(of))} ${of}`],
  );
}

const title = (text: string, palette: Palette): Cell => ({ text, paint: palette.faint, right: true });
