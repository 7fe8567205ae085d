import { visibleText } from '@stillframe/protocol/reading';
import type { InstanceCard, MetricPoint } from '@stillframe/protocol/webview';
import { useMemo } from 'preact/hooks';
import { chartData, type ChartColumns } from './chartData.ts';
import { minutes } from './chartStyle.ts';
import { Figure } from './figure.tsx';
import { formatShare, formatWithUnit } from './formatNumbers.ts';
import { LineChart, type ChartLine } from './lineChart.tsx';

export type InstanceCardProps = {
  readonly card: InstanceCard;
  readonly points: readonly MetricPoint[];
  readonly nowS: number;
  readonly windowS: number;
  readonly theme: number;
};

const cpuLines: readonly ChartLine[] = [
  { label: 'process', colour: 'blue', fill: 'faint' },
  { label: 'event loop', colour: 'purple' },
  { label: 'probes', colour: 'yellow' },
];

/** An instance as the baseline beside the probes: its CPU, event loop, memory, and what the agent itself takes. */
export function InstanceCardView({ card, points, nowS, windowS, theme }: InstanceCardProps) {
  const { load } = card;
  const title = visibleText(card.title);
  const data = useMemo((): ChartColumns => {
    const [seconds, cpu = [], loop = [], probes = []] = chartData(points, nowS - windowS, nowS, 6);
    return [seconds, cpu, loop, probes];
  }, [points, nowS, windowS]);
  return (
    <article class={card.connected ? 'card' : 'card idle'} aria-label={`Instance ${title}`}>
      <header class="cardHead">
        <span class="instanceTitle" title={title}>
          {title}
        </span>
        <span class="kind">Instance</span>
      </header>
      <p class="instanceNote">{visibleText(card.subtitle)}</p>
      {load !== undefined && (
        <dl class="numbers">
          <Figure label="CPU" mark="blue" value={formatShare(load.cpu)} isSmall />
          <Figure label="event loop" mark="purple" value={shareOrUnknown(load.appCpu)} isSmall />
          <Figure label="probes" mark="yellow" value={formatShare(load.probeShare)} isSmall />
          <Figure label="loop delay" value={formatWithUnit(load.loopDelayMs, 'ms')} isSmall />
          <Figure label="heap" value={megabytes(load.heapUsedBytes)} isSmall />
          <Figure label="memory" value={megabytes(load.rssBytes)} isSmall />
        </dl>
      )}
      {load !== undefined && load.loopDelayMs === undefined && (
        <p class="instanceNote">
          Loop delay and heap are known while a probe is in: only the app's own thread can tell.
        </p>
      )}
      <LineChart
        lines={cpuLines}
        data={data}
        format={(value) => (value === null ? '–' : formatShare(value))}
        spanGaps
        caption="share of a core: process, event loop, probes"
        description={`Chart of CPU over the last ${minutes(windowS)}; the numbers above it say the same in text.`}
        theme={theme}
      />
    </article>
  );
}

const shareOrUnknown = (share: number | undefined): string => (share === undefined ? '–' : formatShare(share));
const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '–' : `${Math.round(bytes / 1_048_576).toLocaleString('en-US')} MB`;
