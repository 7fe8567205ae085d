import type { Frame } from '@stillframe/protocol';
import { originalNames } from './originalNames.ts';
import type { Scripts } from './scripts.ts';

/** What the source calls a variable of a caller's frame; undefined for what the build added. */
export async function callerNames(
  frame: Frame | undefined,
  scripts: Scripts,
): Promise<(name: string) => string | undefined> {
  const { generated } = frame ?? {};
  const script = generated === undefined ? undefined : scripts.byUrl(generated.url);
  const map = script === undefined ? undefined : await scripts.mapOf(script);
  if (frame === undefined || generated === undefined || script === undefined || map === undefined)
    return (name) => name;
  const analysis = await scripts.analysisOf(script);
  const at = { line0: generated.line1 - 1, column0: generated.column1 - 1 };
  const names = originalNames(analysis, at, { map, source: frame.file });
  return (name) => names.find((entry) => entry.name === name && entry.key === undefined)?.original;
}
