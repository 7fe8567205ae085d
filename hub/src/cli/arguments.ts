import { resolve } from 'node:path';
import { limits, parseSelector, type Place, type Target } from '@stillframe/protocol';
import { InvalidArgumentError } from 'commander';

/** `src/a.ts:12`. A path that climbs out of the working directory becomes absolute; `./` is dropped. */
export function parsePlace(text: string, cwd = process.cwd()): Place {
  const match = /^(.+):(\d+)$/.exec(text);
  const line1 = Number(match?.[2]);
  if (match?.[1] === undefined || line1 < 1 || line1 > 10_000_000) {
    throw new InvalidArgumentError('Write FILE:LINE, such as src/shop.ts:12.');
  }
  const path = match[1].replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  return { file: path.startsWith('../') ? resolve(cwd, path).replaceAll('\\', '/') : path, line1 };
}

/** `1h`, `30m`, `45s`, `500ms`, and sums such as `1h30m`, in milliseconds. */
export function parseDuration(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) {
    throw new InvalidArgumentError('Write a duration such as 1h, 30m, 45s or 500ms.');
  }
  let totalMs = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    totalMs += Number(count) * unitMs(unit);
  }
  return Math.round(totalMs);
}

const unitMs = (unit: string | undefined) =>
  unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : unit === 's' ? 1_000 : 1;

/** How long a probe lives; none lives for ever. */
export function parseExpiry(text: string): number {
  const ms = parseDuration(text);
  if (ms < 1_000 || ms > limits.expiryMs.max) {
    throw new InvalidArgumentError('A probe lives between 1s and 24h.');
  }
  return ms;
}

/** Seconds as a plain number, or a duration. */
export function parseWait(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1_000) : parseDuration(text);
  if (ms < 1 || ms > 7 * 86_400_000) throw new InvalidArgumentError('Wait at least 1ms and at most a week.');
  return ms;
}

export function parseWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

export function parseRate(text: string): number {
  const value = Number(text);
  const { max } = limits.logRatePerSecond;
  if (!(value >= 0.001 && value <= max)) throw new InvalidArgumentError(`Write a number from 0.001 to ${max}.`);
  return value;
}

export function parseTarget(text: string): Target {
  const parsed = parseSelector(text);
  if ('problem' in parsed) throw new InvalidArgumentError(parsed.problem);
  return parsed.target;
}

/** `--wait` takes its seconds with `=` only, or else `--wait a.ts:1` would read the file as a time. A plain number after it is meant. */
export function spellWait(args: readonly string[]): string[] {
  const spelled: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return [...spelled, ...args.slice(index)];
    if (arg !== '--wait') {
      spelled.push(arg);
      continue;
    }
    const next = args[index + 1] ?? '';
    const isTime = /^\d+(\.\d+)?(ms|s|m|h)?$/.test(next);
    spelled.push(isTime ? `--wait=${next}` : `--wait=${withoutEnd}`);
    if (isTime) index += 1;
  }
  return spelled;
}

/** What `--wait` alone stands for. */
export const withoutEnd = 'end';
