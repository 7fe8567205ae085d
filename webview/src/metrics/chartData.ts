import type { MetricPoint } from '@stillframe/protocol/webview';

/** Columns as the chart wants them: seconds, then one list per line; the seconds from `fromS` to `toS`, none missing. */
export function chartData(points: readonly MetricPoint[], fromS: number, toS: number, lines: number): ChartColumns {
  const bySecond = new Map(points.map((point) => [point[0], point]));
  const seconds = Array.from({ length: Math.max(0, toS - fromS + 1) }, (_, index) => fromS + index);
  const line = (index: number) => seconds.map((second) => bySecond.get(second)?.[index + 1] ?? null);
  return [seconds, ...Array.from({ length: lines }, (_, index) => line(index))];
}

export type ChartColumns = [number[], ...(number | null)[][]];
