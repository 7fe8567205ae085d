/** `1,204`. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en-US');

/** Three significant digits where they matter, none behind the point from 100 up; `–` for what is not a number. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(2);
  if (size >= 100 || value === 0) return formatCount(value);
  if (size < 0.001) return value.toExponential(1);
  return trim(value.toPrecision(size >= 1 ? 3 : 2));
}

/** `40 µs`, `3.1 ms`, `1.25 s` for milliseconds, a plain number otherwise. */
export function formatWithUnit(value: number | null | undefined, unit: '' | 'ms'): string {
  if (unit === '' || value === null || value === undefined || !Number.isFinite(value)) return formatNumber(value);
  const size = Math.abs(value);
  if (size >= 1_000) return `${trim((value / 1_000).toFixed(2))} s`;
  return size < 1 && size > 0 ? `${formatNumber(value * 1_000)} µs` : `${formatNumber(value)} ms`;
}

/** A share of one core as `0.02 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  return `${percent >= 10 ? Math.round(percent) : trim(percent.toFixed(2))} %`;
}

const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
