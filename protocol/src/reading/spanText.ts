/** `1h 5m`, `1h`, `45s`, `2d 3h`: the two units that matter, whole ones. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return twoUnits(seconds, 60, 'm', 1, 's');
  if (seconds < 86_400) return twoUnits(seconds, 3_600, 'h', 60, 'm');
  return twoUnits(seconds, 86_400, 'd', 3_600, 'h');
}

function twoUnits(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeName}${rest === 0 ? '' : ` ${rest}${smallName}`}`;
}
