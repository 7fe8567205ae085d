import { summarize, type ProbeView } from '@stillframe/protocol';
import { estimateOf, estimateText, timeText, visibleText } from '@stillframe/protocol/reading';
import { mergedSeries } from '../documents.ts';
import type { Palette } from './palette.ts';
import { renderTable, type Cell } from './table.ts';
import { numberText, placesText } from './words.ts';

/** The numbers of a counter, tictoc or metric as a small table, one row a group. */
export function numbersText(view: ProbeView, palette: Palette, ratePerSecond?: number): string {
  const { spec } = view.probe;
  const notes = [
    ratePerSecond === undefined ? '' : `${numberText(ratePerSecond)}/s`,
    estimateText(estimateOf(view.statuses.map(({ status }) => status))) ?? '',
  ].filter((text) => text !== '');
  const time = timeText(Date.now());
  const head = `${time} ${palette.bold(spec.kind)} ${placesText(spec)}${notes.length > 0 ? `  ${palette.faint(notes.join(' · '))}` : ''}\n`;
  const series = mergedSeries(view);
  if (series.length === 0) return `${head}  ${palette.faint('nothing counted yet')}\n`;
  const isGrouped = series.some(({ key }) => key !== undefined);
  const unit = spec.kind === 'tictoc' ? ' ms' : '';
  const titles = ['count', ...(spec.kind === 'counter' ? [] : ['mean', 'min', 'p50', 'p90', 'p99', 'max'])];
  const rows: Cell[][] = [
    [...(isGrouped ? [{ text: 'group', paint: palette.faint }] : []), ...titles.map((text) => title(text, palette))],
  ];
  for (const one of series) {
    const row: Cell[] = isGrouped ? [{ text: visibleText((one.key ?? '').slice(0, 60)), paint: palette.cyan }] : [];
    row.push({ text: numberText(one.count), right: true });
    if (spec.kind !== 'counter') {
      const summary = summarize(one);
      for (const value of [summary?.mean, summary?.min, summary?.p50, summary?.p90, summary?.p99, summary?.max]) {
        row.push({ text: value === undefined ? '–' : numberText(value) + unit, right: true });
      }
    }
    rows.push(row);
  }
  return `${head}${renderTable(rows, '  ')}\n`;
}

const title = (text: string, palette: Palette): Cell => ({ text, paint: palette.faint, right: true });
