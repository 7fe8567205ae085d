import { median } from './statistics.mjs';

/** What was recorded: numbers by row, variant and metric. */
export function createResults() {
  const lists = new Map();
  const keyOf = (row, variant, metric) => `${row}/${variant}/${metric}`;
  return {
    record(row, variant, metric, value) {
      const key = keyOf(row, variant, metric);
      if (!lists.has(key)) lists.set(key, []);
      lists.get(key).push(value);
    },
    /** Undefined where nothing was recorded. */
    all: (row, variant, metric) => lists.get(keyOf(row, variant, metric)),
    median(row, variant, metric) {
      const list = lists.get(keyOf(row, variant, metric));
      return list === undefined ? undefined : median(list);
    },
  };
}
