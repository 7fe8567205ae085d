import type { SparseBuckets } from '@stillframe/protocol/histogram';
import { useMemo } from 'preact/hooks';
import { formatCount, formatWithUnit } from './formatNumbers.ts';
import { histogramBars } from './histogramBars.ts';

const maxBars = 40;

/** How often which value was recorded since the probe was placed; every bar says its range and count. */
export function HistogramChart({ buckets, unit }: { readonly buckets: SparseBuckets; readonly unit: '' | 'ms' }) {
  const bars = useMemo(() => histogramBars(buckets, maxBars), [buckets]);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const [first] = bars;
  const middle = bars[Math.floor(bars.length / 2)];
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return <p class="note">Nothing recorded yet.</p>;
  return (
    <figure class="chart">
      <div
        class="histogram"
        role="img"
        aria-label={`Histogram of ${formatCount(total)} values from ${formatWithUnit(first.from, unit)} to ${formatWithUnit(last.to, unit)}.`}
      >
        {bars.map(({ from, to, count }) => (
          <div
            key={from}
            class="bar"
            title={`${formatWithUnit(from, unit)} to ${formatWithUnit(to, unit)}: ${formatCount(count)} (${percent(count, total)})`}
          >
            <span style={{ height: count === 0 ? '0' : `max(1px, ${(100 * count) / most}%)` }} />
          </div>
        ))}
      </div>
      <div class="histogramScale" aria-hidden="true">
        <span>{formatWithUnit(first.from, unit)}</span>
        <span>{formatWithUnit(middle?.from, unit)}</span>
        <span>{formatWithUnit(last.to, unit)}</span>
      </div>
      <figcaption class="readout">all since the probe was placed, on a logarithmic scale</figcaption>
    </figure>
  );
}

const percent = (count: number, total: number): string =>
  `${((100 * count) / total).toFixed(count / total < 0.1 ? 1 : 0)} %`;
