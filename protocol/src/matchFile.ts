/** The segments of a path or URL, without scheme, query and `.`; `\` separates too. */
export function segmentsOf(path: string): readonly string[] {
  const segments: string[] = [];
  for (const segment of withoutScheme(path).split(/[/\\]+/)) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments;
}

function withoutScheme(path: string): string {
  const scheme = /^[a-z][a-z0-9+.-]+:\/\//i.exec(path);
  if (scheme === null) return path;
  const rest = path.slice(scheme[0].length).replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

export const isAbsolutePath = (path: string) => /^([/\\]|[a-z]:[/\\]|[a-z][a-z0-9+.-]+:\/\/)/i.test(path);

/** How many trailing segments two paths share. */
export function commonSuffix(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count++;
  return count;
}

export type FileMatch =
  | { readonly kind: 'found'; readonly file: string }
  | { readonly kind: 'ambiguous'; readonly files: readonly string[] }
  | { readonly kind: 'none' };

/**
 * The rule of PlaceSchema's `file`, for both ends: which of `candidates` (absolute paths here) a path from elsewhere means.
 * That is the one with the longest common suffix, so that
 * `/app/src/checkout.ts` in a container finds `src/checkout.ts` of the workspace. A relative path must fit wholly; an
 * absolute one by at least `minSegments`.
 */
export function matchFile(path: string, candidates: readonly string[], minSegments = 2): FileMatch {
  const wanted = segmentsOf(path);
  const needed = isAbsolutePath(path) ? Math.min(minSegments, wanted.length) : wanted.length;
  let best: string[] = [];
  let length = Math.max(1, needed);
  for (const candidate of candidates) {
    if (candidate === path) return { kind: 'found', file: candidate };
    const common = commonSuffix(wanted, segmentsOf(candidate));
    if (common < length) continue;
    if (common > length) best = [];
    length = common;
    best.push(candidate);
  }
  const [first, ...rest] = best;
  if (first === undefined) return { kind: 'none' };
  return rest.length === 0 ? { kind: 'found', file: first } : { kind: 'ambiguous', files: best };
}
