import type { MetricCard, MetricPoint } from '@stillframe/protocol/webview';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { chartData } from './chartData.ts';
import { formatNumber, formatWithUnit } from './formatNumbers.ts';

export type MetricChartProps = {
  readonly kind: MetricCard['kind'];
  readonly unit: MetricCard['unit'];
  readonly points: readonly MetricPoint[];
  readonly nowS: number;
  readonly windowS: number;
  /** Changes with the colour theme. */
  readonly theme: number;
};

const heightPx = 96;

/** Hits a second, or the percentiles of each second, over the last minutes. */
export function MetricChart({ kind, unit, points, nowS, windowS, theme }: MetricChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const readout = useRef<HTMLDivElement>(null);
  const data = chartData(points, nowS - windowS, nowS - 1, kind === 'counter' ? 1 : 3);
  const latest = useRef(data);
  latest.current = data;
  const text = isEmpty(data) ? `nothing recorded in the last ${minutes(windowS)}` : caption(kind);
  const atRest = useRef(text);
  atRest.current = text;

  // A theme change makes a new chart: uPlot paints with the colours it was given.
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const say = (text: string | undefined) => {
      if (readout.current !== null) readout.current.textContent = text ?? atRest.current;
    };
    const plot = new uPlot(options(kind, unit, element, say), latest.current, element);
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [kind, unit, theme]);
  useEffect(() => chart.current?.setData(data), [nowS, windowS, points]);
  // Not rendered: the chart writes there as the mouse moves, and text of two owners gets lost.
  useEffect(() => {
    if (readout.current !== null) readout.current.textContent = text;
  }, [text]);

  return (
    <figure class="chart">
      <div ref={box} class="plot" role="img" aria-label={description(kind, windowS)} />
      <figcaption ref={readout} class="readout" />
    </figure>
  );
}

const isEmpty = (data: uPlot.AlignedData): boolean =>
  data.slice(1).every((line) => [...line].every((value) => value === null || value === undefined));
const minutes = (seconds: number) => (seconds === 60 ? 'minute' : `${seconds / 60} minutes`);
const caption = (kind: MetricCard['kind']) => (kind === 'counter' ? 'hits a second' : 'p50, p90, p99 of each second');
const description = (kind: MetricCard['kind'], windowS: number) =>
  `Chart of ${caption(kind)} over the last ${minutes(windowS)}; the numbers above it say the same in text.`;

function options(
  kind: MetricCard['kind'],
  unit: MetricCard['unit'],
  element: HTMLElement,
  say: (text: string | undefined) => void,
): uPlot.Options {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string) => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const faint = colour('descriptionForeground', style.color);
  const grid = colour('editorIndentGuide-background1', colour('widget-border', faint));
  const font = `10px ${style.getPropertyValue('--vscode-font-family') || 'sans-serif'}`;
  const format = kind === 'counter' ? formatNumber : (value: number | null) => formatWithUnit(value, unit);
  const axis: uPlot.Axis = {
    stroke: faint,
    font,
    grid: { stroke: `color-mix(in srgb, ${grid} 60%, transparent)`, width: 1 },
    ticks: { show: false },
  };
  const line = (label: string, stroke: string, fill?: string): uPlot.Series => ({
    label,
    stroke,
    fill,
    width: 1.5,
    points: { size: 3 },
    // A second in which nothing was recorded is a gap, but lone seconds must be seen: uPlot draws them as points.
    spanGaps: false,
  });
  const blue = colour('charts-blue', faint);
  const series =
    kind === 'counter'
      ? [line('hits/s', blue, `color-mix(in srgb, ${blue} 20%, transparent)`)]
      : [line('p50', blue), line('p90', colour('charts-yellow', faint)), line('p99', colour('charts-red', faint))];
  return {
    width: Math.max(100, element.clientWidth),
    height: heightPx,
    padding: [6, 6, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    scales: { y: { range: (_, min, max) => valueRange(min, max) } },
    axes: [
      { ...axis, size: 18, space: 70, values: (_, splits) => splits.map(clock) },
      {
        ...axis,
        size: 46,
        space: 26,
        values: (plot, splits) => splits.map((value) => (isEmpty(plot.data) ? '' : format(value))),
      },
    ],
    series: [{}, ...series],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx } = plot.cursor;
          const second = idx === undefined || idx === null ? undefined : plot.data[0][idx];
          if (idx === undefined || idx === null || second === undefined) return say(undefined);
          const values = plot.series.slice(1).map(({ label }, index) => {
            const text = format(plot.data[index + 1]?.[idx] ?? null);
            return kind === 'counter' ? `${text}/s` : `${typeof label === 'string' ? label : ''} ${text}`;
          });
          say(`${clock(second)}  ${values.join('  ')}`);
        },
      ],
    },
  };
}

/** Starts at 0 unless something is below it; never without height. */
function valueRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  return low === high ? [0, 1] : [low < 0 ? low * 1.1 : 0, high * 1.1];
}

function clock(second: number): string {
  const at = new Date(second * 1_000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
