import { commonSuffix, segmentsOf } from '@stillframe/protocol';

const shown = 3;

/**
 * The files somebody may have meant by `file`: with the same name in another folder, or with the same name but for its
 * ending (`checkout.js` for `checkout.ts`) or its case. Those that share most of the path come first; at most three.
 */
export function similarFiles(file: string, candidates: readonly string[]): readonly string[] {
  const wanted = stemmed(file);
  return candidates
    .map((candidate) => ({ candidate, common: commonSuffix(wanted, stemmed(candidate)) }))
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, shown)
    .map(({ candidate }) => candidate);
}

/** The segments, lower case, the last without its endings. */
function stemmed(file: string): readonly string[] {
  const segments = segmentsOf(file).map((segment) => segment.toLowerCase());
  const last = segments.at(-1) ?? '';
  return [...segments.slice(0, -1), last.replace(/(?<=.)\..*$/, '')];
}
