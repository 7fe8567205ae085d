import { visibleText } from '@stillframe/protocol/reading';
import type { MetricCard } from '@stillframe/protocol/webview';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatWithUnit } from './formatNumbers.ts';
import { type GroupColumn, sortGroups } from './sortGroups.ts';

const shownFirst = 8;

/** The groups of a card, largest first until another column is chosen. */
export function GroupsTable({ card, by }: { readonly card: MetricCard; readonly by: string }) {
  const [sort, setSort] = useState<{ readonly column: GroupColumn; readonly isDescending: boolean }>({
    column: 'count',
    isDescending: true,
  });
  const [showAll, setShowAll] = useState(false);
  const sorted = useMemo(() => sortGroups(card.groups, sort.column, sort.isDescending), [card.groups, sort]);
  const shown = showAll ? sorted : sorted.slice(0, shownFirst);
  const isCounter = card.kind === 'counter';
  const columns: readonly (readonly [GroupColumn, string])[] = isCounter
    ? [
        ['key', visibleText(by)],
        ['count', 'hits'],
      ]
    : [
        ['key', visibleText(by)],
        ['count', 'n'],
        ['p50', 'p50'],
        ['p99', 'p99'],
      ];
  return (
    <div class="groups">
      <table>
        <thead>
          <tr>
            {columns.map(([column, label]) => (
              <th key={column} scope="col" aria-sort={ariaSort(sort.column === column, sort.isDescending)}>
                <button
                  type="button"
                  onClick={() =>
                    setSort({ column, isDescending: sort.column === column ? !sort.isDescending : column !== 'key' })
                  }
                >
                  {label}
                  {sort.column === column && <span aria-hidden="true">{sort.isDescending ? ' ▾' : ' ▴'}</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((group) => (
            <tr key={group.key}>
              <th scope="row" title={visibleText(group.key)}>
                {visibleText(group.key) || '(empty)'}
                <span
                  class="share"
                  aria-hidden="true"
                  style={{ width: `${card.count > 0 ? (100 * group.count) / card.count : 0}%` }}
                />
              </th>
              <td>{formatCount(group.count)}</td>
              {!isCounter && <td>{formatWithUnit(group.summary?.p50, card.unit)}</td>}
              {!isCounter && <td>{formatWithUnit(group.summary?.p99, card.unit)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shownFirst && (
        <button type="button" class="fact link" aria-expanded={showAll} onClick={() => setShowAll(!showAll)}>
          {showAll ? `Show the first ${shownFirst}` : `Show all ${sorted.length} groups`}
        </button>
      )}
    </div>
  );
}

const ariaSort = (isThis: boolean, isDescending: boolean) =>
  isThis ? (isDescending ? 'descending' : 'ascending') : undefined;
