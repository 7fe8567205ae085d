import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { ChartColumns } from './chartData.ts';
import { clock, themeColour } from './chartStyle.ts';

export type ChartLine = {
  readonly label: string;
  /** A `--vscode-charts-*` name without its beginning, `blue`. */
  readonly colour: string;
  /** The area below it: solid hides what is behind, as stacked areas must. */
  readonly fill?: 'faint' | 'solid';
};

export type LineChartProps = {
  readonly lines: readonly ChartLine[];
  /** Seconds, then one list a line. Stacked charts give sums, and what is read out is the differences. */
  readonly data: ChartColumns;
  /** Read out instead of the drawn values. */
  readonly readData?: ChartColumns;
  readonly format: (value: number | null) => string;
  /** Seconds in which the numbers are estimates; drawn as a band. */
  readonly sampledS?: readonly number[];
  /** Lines whose points are further apart than a second are joined. */
  readonly spanGaps?: boolean;
  /** Below the chart while the mouse is elsewhere. */
  readonly caption: string;
  readonly description: string;
  /** Changes with the colour theme. */
  readonly theme: number;
};

const heightPx = 96;

/** Values over time, with a read-out of the second under the mouse. */
export function LineChart(props: LineChartProps) {
  const { lines, data, caption, description, theme } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const readout = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;

  // A theme change makes a new chart: uPlot paints with the colours it was given.
  const shape = lines.map(({ label }) => label).join('\n');
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const say = (text: string | undefined) => {
      if (readout.current !== null) readout.current.textContent = text ?? latest.current.caption;
    };
    const plot = new uPlot(
      options(() => latest.current, element, say),
      latest.current.data,
      element,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [shape, theme]);
  useEffect(() => chart.current?.setData(data), [data]);
  // Not rendered: the chart writes there as the mouse moves, and text of two owners gets lost.
  useEffect(() => {
    if (readout.current !== null) readout.current.textContent = caption;
  }, [caption]);

  return (
    <figure class="chart">
      <div ref={box} class="plot" role="img" aria-label={description} />
      <figcaption ref={readout} class="readout" />
    </figure>
  );
}

export const isEmpty = (data: uPlot.AlignedData): boolean =>
  data.slice(1).every((line) => [...line].every((value) => value === null || value === undefined));

function options(
  now: () => LineChartProps,
  element: HTMLElement,
  say: (text: string | undefined) => void,
): uPlot.Options {
  const { lines, spanGaps = false } = now();
  const { axis, faint } = themeColour.axis();
  const format = (value: number | null): string => now().format(value);
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
    series: [
      {},
      ...lines.map(({ label, colour, fill }): uPlot.Series => {
        const stroke = themeColour.chart(colour, faint);
        return {
          label,
          stroke,
          ...(fill === undefined
            ? {}
            : { fill: fill === 'solid' ? themeColour.solid(stroke) : themeColour.faded(stroke) }),
          width: 1.5,
          points: { size: 3 },
          // A second in which nothing was recorded is a gap, but lone seconds must be seen: uPlot draws them as points.
          spanGaps,
        };
      }),
    ],
    hooks: {
      drawAxes: [(plot) => drawSampled(plot, now().sampledS ?? [])],
      setCursor: [
        (plot) => {
          const { idx } = plot.cursor;
          const second = idx === undefined || idx === null ? undefined : plot.data[0][idx];
          if (idx === undefined || idx === null || second === undefined) return say(undefined);
          const read = now().readData ?? now().data;
          const values = now().lines.flatMap(({ label }, index) => {
            const value = read[index + 1]?.[idx] ?? null;
            return value === null ? [] : [`${label === '' ? '' : `${label} `}${format(value)}`];
          });
          const note = now().sampledS?.includes(second) === true ? '  (estimate)' : '';
          say(`${clock(second)}  ${values.length === 0 ? '–' : values.join('  ')}${note}`);
        },
      ],
    },
  };
}

/** A band behind the seconds in which the probe was sampled. */
function drawSampled(plot: uPlot, sampledS: readonly number[]): void {
  const { ctx } = plot;
  ctx.save();
  ctx.fillStyle = themeColour.faded(themeColour.chart('yellow', '#888'));
  for (const second of sampledS) {
    const left = Math.max(plot.bbox.left, plot.valToPos(second - 0.5, 'x', true));
    const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(second + 0.5, 'x', true));
    if (right > left) ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
  }
  ctx.restore();
}

/** Starts at 0 unless something is below it; never without height. */
function valueRange(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  return low === high ? [0, 1] : [low < 0 ? low * 1.1 : 0, high * 1.1];
}
