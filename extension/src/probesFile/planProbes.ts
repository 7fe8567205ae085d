import type { ProbeSpec, ProbeView } from '@stillframe/protocol';
import type { ProbesFileEntry } from './readProbesFile.ts';

export type ProbesPlan = { readonly add: readonly ProbeSpec[]; readonly remove: readonly string[] };

/** What makes the probes of a `stillframe.json` what it wishes; one that is as wished is left alone, ended or not. */
export function planProbes(file: string, entries: readonly ProbesFileEntry[], views: Iterable<ProbeView>): ProbesPlan {
  const wished = new Map(entries.flatMap(({ key, spec }) => (spec === undefined ? [] : [[key, spec] as const])));
  const placed = new Set<string>();
  const remove: string[] = [];
  // Oldest first, and every window sees the same order: of two that were placed at once, all keep the same one.
  for (const { probe } of views) {
    const { origin } = probe.spec;
    if (origin?.file !== file) continue;
    if (wished.has(origin.key) && !placed.has(origin.key)) placed.add(origin.key);
    else remove.push(probe.id);
  }
  return { add: [...wished].filter(([key]) => !placed.has(key)).map(([, spec]) => spec), remove };
}
