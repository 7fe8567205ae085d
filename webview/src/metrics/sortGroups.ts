import type { MetricGroup } from '@stillframe/protocol/webview';

export type GroupColumn = 'key' | 'count' | 'p50' | 'p99';

/** Groups by a column; equal ones, and those without a number, by key, so that rows do not jump while numbers change. */
export function sortGroups(
  groups: readonly MetricGroup[],
  column: GroupColumn,
  isDescending: boolean,
): readonly MetricGroup[] {
  const sign = isDescending ? -1 : 1;
  const byKey = (a: MetricGroup, b: MetricGroup) => a.key.localeCompare(b.key, 'en', { numeric: true });
  return [...groups].sort((a, b) => {
    if (column === 'key') return sign * byKey(a, b);
    const difference = numberOf(a, column) - numberOf(b, column);
    return Number.isFinite(difference) && difference !== 0 ? sign * difference : byKey(a, b);
  });
}

const numberOf = (group: MetricGroup, column: 'count' | 'p50' | 'p99'): number =>
  column === 'count' ? group.count : (group.summary?.[column] ?? NaN);
