/** Where a line's text is among `lines`: where it was said to be, once elsewhere, or not to be told. */
export type FoundLine =
  { readonly kind: 'same' } | { readonly kind: 'moved'; readonly line1: number } | { readonly kind: 'gone' };

/** What of a line's text is compared: spaces at its ends and how many there are between do not count. */
export const lineText = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/**
 * Finds the line that had `text` at `line1` when somebody meant it: the nearest with the same text. Two that are equally
 * near, or a text that says nothing (`}`), are not told apart: then it is `gone` rather than guessed.
 */
export function findLine(lines: readonly string[], line1: number, text: string): FoundLine {
  const wanted = lineText(text);
  const isIt = (at: number) => lineText(lines[at - 1] ?? '') === wanted;
  if (isIt(line1)) return { kind: 'same' };
  if (!/[\p{L}\p{N}]/u.test(wanted)) return { kind: 'gone' };
  for (let distance = 1; distance < lines.length + line1; distance++) {
    const before = line1 - distance > 0 && isIt(line1 - distance);
    const after = isIt(line1 + distance);
    if (before && after) return { kind: 'gone' };
    if (before || after) return { kind: 'moved', line1: before ? line1 - distance : line1 + distance };
  }
  return { kind: 'gone' };
}
