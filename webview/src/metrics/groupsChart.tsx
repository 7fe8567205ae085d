import { visibleText } from '@stillframe/protocol/reading';
import type { MetricPoint } from '@stillframe/protocol/webview';
import { useMemo } from 'preact/hooks';
import { minutes } from './chartStyle.ts';
import { formatNumber } from './formatNumbers.ts';
import { LineChart, type ChartLine } from './lineChart.tsx';
import { stackedData } from './stackedData.ts';

export type GroupsChartProps = {
  readonly keys: readonly string[];
  readonly points: readonly MetricPoint[];
  readonly nowS: number;
  readonly windowS: number;
  readonly theme: number;
};

const colours = ['blue', 'yellow', 'green', 'purple', 'red', 'orange', 'lines', 'foreground'] as const;

/** Events a second of each group, one on the other. */
export function GroupsChart({ keys, points, nowS, windowS, theme }: GroupsChartProps) {
  const { drawn, read } = useMemo(
    () => stackedData(points, nowS - windowS, nowS - 1, keys.length),
    [points, nowS, windowS, keys.length],
  );
  const lines = keys
    .map((key, index): ChartLine => ({ label: visibleText(key) || '(empty)', colour: colourAt(index), fill: 'solid' }))
    .reverse();
  return (
    <>
      <LineChart
        lines={lines}
        data={drawn}
        readData={read}
        format={(value) => (value === null ? '–' : `${formatNumber(value)}/s`)}
        caption="events a second, one group on the other"
        description={`Chart of events a second by group over the last ${minutes(windowS)}; the table says the same in text.`}
        theme={theme}
      />
      <ul class="legend">
        {keys.map((key, index) => (
          <li key={key}>
            <span
              class="mark"
              aria-hidden="true"
              style={{ background: `var(--vscode-charts-${colourAt(index)}, currentColor)` }}
            />
            {visibleText(key) || '(empty)'}
          </li>
        ))}
      </ul>
    </>
  );
}

const colourAt = (index: number): string => colours[index % colours.length] ?? 'blue';
