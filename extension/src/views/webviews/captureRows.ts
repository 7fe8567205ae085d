import type { Capture, InstanceView, ProbeView, Property } from '@stillframe/protocol';
import { baseName, captureObjects, createComparison, valueText, visibleText } from '@stillframe/protocol/reading';
import type { CaptureRow, PreviewPart, ProbeChoice } from '@stillframe/protocol/webview';

const previewParts = 6;
const previewLength = 60;

/** The hit of the same probe before this one, on whichever instance; `captures` are newest first. */
export function previousHit(capture: Capture, captures: readonly Capture[]): Capture | undefined {
  const index = captures.findIndex(({ id }) => id === capture.id);
  if (index < 0) return undefined;
  return captures.slice(index + 1).find(({ probeId }) => probeId === capture.probeId);
}

/** A capture as the list shows it. `instance` is its instance's label. */
export function captureRow(capture: Capture, previous: Capture | undefined, instance: string): CaptureRow {
  const top = capture.frames[0];
  return {
    id: capture.id,
    probeId: capture.probeId,
    atMs: capture.atMs,
    hit: capture.hit,
    functionName: top?.name ?? '',
    file: top?.file ?? '',
    line1: top?.line1 ?? 0,
    instance,
    request: [capture.trace?.traceId, capture.requestId].filter((id) => id !== undefined).join(' '),
    preview: preview(capture, previous),
  };
}

/**
 * The values worth a glance: watches when there are any, else locals. A list row is short, so plain values come before
 * objects, changed ones before the others, and what was computed last before what came in.
 */
function preview(capture: Capture, previous: Capture | undefined): readonly PreviewPart[] {
  const objects = captureObjects(capture);
  const before = previous ?? { frames: [], watches: [] };
  const isSame = createComparison(objects, captureObjects(before));
  const part = (name: string, value: Property['v'], old: Property['v'] | undefined): PreviewPart => ({
    name: visibleText(name),
    text: valueText(value, objects, previewLength),
    isChanged: old !== undefined && !isSame(value, old),
  });
  if (capture.watches.length > 0)
    return capture.watches.slice(0, previewParts).map(({ expression, value, error }) => {
      const old = before.watches.find((watch) => watch.expression === expression)?.value;
      if (value !== undefined) return part(expression, value, old);
      return { name: visibleText(expression), text: `(${error?.message ?? 'not evaluated'})`, isChanged: false };
    });
  const old = new Map(locals(before).map(({ k, v }) => [k, v]));
  const ranked = locals(capture)
    .filter(({ v }) => v.t !== 'function' && v.t !== 'unavailable')
    .slice(0, 50)
    .reverse()
    .map(({ k, v }) => ({ isPlain: isPlain.has(v.t), shown: part(k, v, old.get(k)) }));
  const rank = ({ isPlain, shown }: (typeof ranked)[number]) => (isPlain ? 0 : 2) + (shown.isChanged ? 0 : 1);
  return ranked
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, previewParts)
    .map(({ shown }) => shown);
}

const isPlain: ReadonlySet<string> = new Set(['number', 'bigint', 'string', 'boolean', 'null', 'undefined']);

const locals = (capture: Pick<Capture, 'frames'>): readonly Property[] =>
  capture.frames[0]?.scopes?.find(({ kind }) => kind === 'local')?.variables ?? [];

/** The probes that captures come from, newest capture first, with what tells them apart. */
export function probeChoices(
  captures: readonly Capture[],
  probes: ReadonlyMap<string, ProbeView>,
): readonly ProbeChoice[] {
  const newest = new Map<string, Capture>();
  for (const capture of captures) if (!newest.has(capture.probeId)) newest.set(capture.probeId, capture);
  return [...newest].map(([id, capture]) => {
    const spec = probes.get(id)?.probe.spec;
    const top = capture.frames[0];
    const place = top === undefined ? 'unknown place' : `${baseName(top.file)}:${top.line1}`;
    const detail = spec?.label ?? (spec?.condition === undefined ? undefined : `if ${spec.condition}`);
    return { id, title: detail === undefined ? place : `${place} · ${detail}` };
  });
}

/** Names instances by host, by app where there are several, by pid where they share both; gone ones by their id's end. */
export function instanceLabel(instanceId: string, instances: ReadonlyMap<string, InstanceView>): string {
  const instance = instances.get(instanceId)?.instance;
  if (instance === undefined) return `gone …${instanceId.slice(-4)}`;
  const neighbours = [...instances.values()].filter(
    (other) => other.instance.app === instance.app && other.instance.host === instance.host,
  );
  const isOnlyApp = [...instances.values()].every((other) => other.instance.app === instance.app);
  return `${isOnlyApp ? '' : `${instance.app} `}${instance.host}${neighbours.length > 1 ? `:${instance.pid}` : ''}`;
}
