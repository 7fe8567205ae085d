/** Shortest part of an id that may stand for it. */
export const minIdPart = 4;

/**
 * The ids a person can mean: the exact one, else those that begin or end with `part`. The end because ids made within a
 * minute begin alike (UUID v7), so short forms show the end.
 */
export function matchingIds(part: string, ids: Iterable<string>): readonly string[] {
  const all = [...ids];
  if (all.includes(part)) return [part];
  if (part.length < minIdPart) return [];
  return all.filter((id) => id.startsWith(part) || id.endsWith(part));
}
