import type { Pattern } from './patterns.ts';

/** Where a secret stands in a text. */
export type Found = { readonly start: number; readonly end: number; readonly what: string };

/**
 * Every secret in the text, in order and apart. `isCut`: the text was cut at its end, where the beginning of a secret
 * counts as one. Texts of fewer than 5 characters hold none.
 */
export function findSecrets(text: string, isCut: boolean, patterns: readonly Pattern[]): readonly Found[] {
  if (text.length < minText) return [];
  const found: Found[] = [];
  for (const pattern of patterns) {
    if (pattern.hints !== undefined && !pattern.hints.some((hint) => text.includes(hint))) continue;
    findWhole(text, pattern, found);
    if (isCut) findAtCut(text, pattern, found);
  }
  return found.length > 1 ? apart(found) : found;
}

/** What stands where a secret was. */
export const markerFor = (what: string): string => `‹redacted: ${what}›`;

/** The text with a marker in the place of each secret. */
export function withMarkers(text: string, found: readonly Found[]): string {
  let shown = '';
  let from = 0;
  for (const { start, end, what } of found) {
    shown += text.slice(from, start) + markerFor(what);
    from = end;
  }
  return shown + text.slice(from);
}

const minText = 5;

function findWhole(text: string, { what, find, value, leads, accept }: Pattern, found: Found[]): void {
  find.lastIndex = 0;
  for (let match = find.exec(text); match !== null; match = find.exec(text)) {
    let start = match.index;
    let end = start + match[0].length;
    if (leads?.(match) === false) continue;
    if (value !== undefined) {
      start = value.lastIndex = end;
      end = value.test(text) ? value.lastIndex : start;
    }
    if (end > start && (accept === undefined || accept(match, text.slice(start, end)))) {
      found.push({ start, end, what });
      find.lastIndex = end;
    } else if (match[0] === '') find.lastIndex++;
  }
}

function findAtCut(text: string, { what, atCut }: Pattern, found: Found[]): void {
  if (atCut === undefined) return;
  atCut.lastIndex = 0;
  const match = atCut.exec(text);
  if (match === null) return;
  found.push({ start: match.index + (match.groups?.['lead']?.length ?? 0), end: text.length, what });
}

/** Sorted, and those that overlap as one, named after the first. */
function apart(found: readonly Found[]): readonly Found[] {
  const merged: Found[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || next.start >= last.end) merged.push(next);
    else if (next.end > last.end) merged[merged.length - 1] = { ...last, end: next.end };
  }
  return merged;
}
