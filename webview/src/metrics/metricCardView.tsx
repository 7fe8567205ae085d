import { groupsOf, sampledOf, visibleText } from '@stillframe/protocol/reading';
import type { MetricCard, MetricPoint } from '@stillframe/protocol/webview';
import { useState } from 'preact/hooks';
import { Figure } from './figure.tsx';
import { MetricChart } from './metricChart.tsx';
import { formatCount, formatNumber, formatShare, formatWithUnit } from './formatNumbers.ts';
import { GroupsChart } from './groupsChart.tsx';
import { GroupsTable } from './groupsTable.tsx';
import { HistogramChart } from './histogramChart.tsx';

export type MetricCardProps = {
  readonly card: MetricCard;
  /** Of all cards, by probe id, `groupsOf` and `sampledOf`. */
  readonly points: Readonly<Record<string, readonly MetricPoint[]>>;
  readonly nowS: number;
  readonly windowS: number;
  readonly themeVersion: number;
  readonly onOpen: () => void;
};

type Choice = 'time' | 'histogram' | 'groups';
const choiceName: Readonly<Record<Choice, string>> = { time: 'Over time', histogram: 'Histogram', groups: 'Groups' };
const none: readonly MetricPoint[] = [];

const kindName = { counter: 'Counter', tictoc: 'Tic-Toc', metric: 'Metric', duration: 'Duration' } as const;

/** One counter, tic-toc, duration or metric: its numbers, its recent past, its groups. */
export function MetricCardView({ card, points, nowS, windowS, themeVersion, onOpen }: MetricCardProps) {
  const title = visibleText(card.title);
  const choices: readonly Choice[] = [
    'time',
    ...(card.buckets === undefined ? [] : (['histogram'] as const)),
    ...(card.groupKeys.length === 0 ? [] : (['groups'] as const)),
  ];
  const [chosen, setChosen] = useState<Choice>('time');
  const shown = choices.includes(chosen) ? chosen : 'time';
  return (
    <article class={card.state === undefined ? 'card' : 'card idle'} aria-label={`${kindName[card.kind]} ${title}`}>
      <header class="cardHead">
        <button type="button" class="cardTitle" title={`Open ${visibleText(card.file)}:${card.line1}`} onClick={onOpen}>
          {title}
        </button>
        {card.subtitle !== undefined && (
          <span class="subtitle" title={visibleText(card.subtitle)}>
            {visibleText(card.subtitle)}
          </span>
        )}
        <span class="kind">{kindName[card.kind]}</span>
      </header>
      <Numbers card={card} />
      <div class="facts">
        {card.state !== undefined && (
          <span class="badge" title={card.reason === undefined ? undefined : visibleText(card.reason.message)}>
            {card.state}
          </span>
        )}
        {card.estimate !== undefined && (
          <span
            class="badge estimate"
            title="The probe is sampled to stay within its budget; the numbers are scaled by this factor."
          >
            {card.estimate}
          </span>
        )}
        {card.costShare > 0 && (
          <span class="fact" title="Share of one core that this probe takes from the service, all instances together">
            cost {formatShare(card.costShare)}
          </span>
        )}
      </div>
      {card.state !== undefined && card.reason !== undefined && <p class="note">{visibleText(card.reason.message)}</p>}
      {choices.length > 1 && (
        <div class="choices" role="group" aria-label={`Charts of ${title}`}>
          {choices.map((choice) => (
            <button key={choice} type="button" aria-pressed={choice === shown} onClick={() => setChosen(choice)}>
              {choiceName[choice]}
            </button>
          ))}
        </div>
      )}
      {shown === 'time' && (
        <MetricChart
          kind={card.kind}
          unit={card.unit}
          points={points[card.probeId] ?? none}
          sampled={points[sampledOf(card.probeId)] ?? none}
          nowS={nowS}
          windowS={windowS}
          theme={themeVersion}
        />
      )}
      {shown === 'groups' && (
        <GroupsChart
          keys={card.groupKeys}
          points={points[groupsOf(card.probeId)] ?? none}
          nowS={nowS}
          windowS={windowS}
          theme={themeVersion}
        />
      )}
      {shown === 'histogram' && <HistogramChart buckets={card.buckets ?? []} unit={card.unit} />}
      {card.groupedBy !== undefined && card.groups.length > 0 && <GroupsTable card={card} by={card.groupedBy} />}
    </article>
  );
}

function Numbers({ card }: { readonly card: MetricCard }) {
  const { summary, unit } = card;
  if (card.kind === 'counter')
    return (
      <dl class="numbers">
        <Figure label={card.count === 1 ? 'hit' : 'hits'} value={formatCount(card.count)} />
        <Figure label="per second" value={formatNumber(card.ratePerSecond)} />
      </dl>
    );
  return (
    <dl class="numbers">
      <Figure label="p50" mark="blue" value={formatWithUnit(summary?.p50, unit)} />
      <Figure label="p90" mark="yellow" value={formatWithUnit(summary?.p90, unit)} />
      <Figure label="p99" mark="red" value={formatWithUnit(summary?.p99, unit)} />
      <Figure label="p99.9" value={formatWithUnit(summary?.p999, unit)} isSmall />
      <Figure label="max" value={formatWithUnit(summary?.max, unit)} isSmall />
      <Figure label="n" value={formatCount(card.count)} isSmall />
      <Figure label="per second" value={formatNumber(card.ratePerSecond)} isSmall />
    </dl>
  );
}
