import type { MetricCard, MetricPoint } from '@stillframe/protocol/webview';
import { useMemo } from 'preact/hooks';
import { chartData } from './chartData.ts';
import { minutes } from './chartStyle.ts';
import { formatNumber, formatWithUnit } from './formatNumbers.ts';
import { isEmpty, LineChart, type ChartLine } from './lineChart.tsx';

export type MetricChartProps = {
  readonly kind: MetricCard['kind'];
  readonly unit: MetricCard['unit'];
  readonly points: readonly MetricPoint[];
  readonly sampled: readonly MetricPoint[];
  readonly nowS: number;
  readonly windowS: number;
  readonly theme: number;
};

const counterLines: readonly ChartLine[] = [{ label: '', colour: 'blue', fill: 'faint' }];
const percentileLines: readonly ChartLine[] = [
  { label: 'p50', colour: 'blue' },
  { label: 'p90', colour: 'yellow' },
  { label: 'p99', colour: 'red' },
];

/** Hits a second, or the percentiles of each second, over the last minutes. */
export function MetricChart({ kind, unit, points, sampled, nowS, windowS, theme }: MetricChartProps) {
  const lines = kind === 'counter' ? counterLines : percentileLines;
  const data = useMemo(
    () => chartData(points, nowS - windowS, nowS - 1, lines.length),
    [points, nowS, windowS, lines.length],
  );
  const what = kind === 'counter' ? 'hits a second' : 'p50, p90, p99 of each second';
  return (
    <LineChart
      lines={lines}
      data={data}
      format={
        kind === 'counter'
          ? (value) => (value === null ? '–' : `${formatNumber(value)}/s`)
          : (value) => formatWithUnit(value, unit)
      }
      sampledS={sampled.map(([atS]) => atS)}
      caption={isEmpty(data) ? `nothing recorded in the last ${minutes(windowS)}` : what}
      description={`Chart of ${what} over the last ${minutes(windowS)}; the numbers above it say the same in text.`}
      theme={theme}
    />
  );
}
