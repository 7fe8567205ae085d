/** `1,204`; large ones stay exact because people compare them. */
export const formatCount = (count: number) => Math.round(count).toLocaleString('en-US');

/** `83/s`, `0.4/s`, `0/s`. */
export const formatRate = (perSecond: number) => `${formatSignificant(perSecond)}/s`;

/** A share of one core as `0.02 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.01
    ? '< 0.01 %'
    : `${percent >= 10 ? Math.round(percent) : trim(percent.toFixed(2))} %`;
}

/** Milliseconds as `40 µs`, `3.1 ms` or `1.25 s`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (Math.abs(ms) < 1) return `${formatSignificant(ms * 1_000)} µs`;
  if (Math.abs(ms) < 1_000) return `${formatSignificant(ms)} ms`;
  return `${trim((ms / 1_000).toFixed(2))} s`;
}

/** Two significant digits below 10, whole numbers above: what an eye can compare while it changes. */
export function formatSignificant(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 10 || value === 0) return formatCount(value);
  if (size >= 1) return trim(value.toFixed(1));
  return size < 0.001 ? value.toExponential(1) : trim(value.toPrecision(2));
}

const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
