import { segmentsOf, type ProbeKind, type ProbeView } from '@stillframe/protocol';
import { kindLabel } from './probeLabels.ts';

/** What the Probes view gathers probes by. */
export const groupings = ['file', 'kind', 'label'] as const;
export type Grouping = (typeof groupings)[number];

export type ProbeGroup = {
  /** Unique among the groups of one grouping. */
  readonly key: string;
  readonly title: string;
  /** Where a file is; '' for other groupings. */
  readonly description: string;
  /** In the order they are shown. */
  readonly views: readonly ProbeView[];
};

/** Every probe in one group; groups by name, probes by file and line. Probes without a label come last. */
export function groupProbes(all: Iterable<ProbeView>, by: Grouping): readonly ProbeGroup[] {
  const groups = new Map<string, ProbeView[]>();
  for (const view of all) {
    const key = keyOf(view, by);
    groups.set(key, [...(groups.get(key) ?? []), view]);
  }
  return [...groups]
    .map(([key, views]) => ({ key, ...nameOf(key, by), views: views.sort(byPlace) }))
    .sort((a, b) => Number(a.key === '') - Number(b.key === '') || compare(a.key, b.key));
}

/** `checkout.ts:44` where the group does not say the file, `Line 44` where it does; a tic-toc has both of its lines. */
export function placeTitle({ probe: { spec } }: ProbeView, by: Grouping): string {
  const line = spec.kind === 'tictoc' ? `${spec.at.line1} → ${spec.to.line1}` : `${spec.at.line1}`;
  return by === 'file' ? `Line ${line}` : `${segmentsOf(spec.at.file).at(-1) ?? spec.at.file}:${line}`;
}

function keyOf({ probe: { spec } }: ProbeView, by: Grouping): string {
  if (by === 'file') return spec.at.file;
  return by === 'kind' ? spec.kind : (spec.label ?? '');
}

function nameOf(key: string, by: Grouping): { readonly title: string; readonly description: string } {
  if (by === 'kind') return { title: `${kindLabel[key as ProbeKind]}s`, description: '' };
  if (by === 'label') return { title: key === '' ? 'No label' : key, description: '' };
  const segments = segmentsOf(key);
  return { title: segments.at(-1) ?? key, description: segments.slice(0, -1).slice(-2).join('/') };
}

const byPlace = (a: ProbeView, b: ProbeView) =>
  compare(a.probe.spec.at.file, b.probe.spec.at.file) ||
  a.probe.spec.at.line1 - b.probe.spec.at.line1 ||
  compare(a.probe.id, b.probe.id);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
