import { chartData, type ChartColumns } from './chartData.ts';
import type { MetricPoint } from '@stillframe/protocol/webview';

/** Groups as areas that lie on one another: the columns to draw, the largest sum first, and the groups' own values to read. */
export function stackedData(
  points: readonly MetricPoint[],
  fromS: number,
  toS: number,
  groups: number,
): { readonly drawn: ChartColumns; readonly read: ChartColumns } {
  const [seconds, ...own] = chartData(points, fromS, toS, groups);
  let below = seconds.map((): number | null => null);
  const sums = own.map((line) => {
    below = line.map((value, index) => {
      const under = below[index] ?? null;
      return value === null && under === null ? null : (value ?? 0) + (under ?? 0);
    });
    return below;
  });
  return { drawn: [seconds, ...sums.reverse()], read: [seconds, ...own.reverse()] };
}
