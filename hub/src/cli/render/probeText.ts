import { assertNever, type Instance, type ProbeState, type ProbeStatus, type ProbeView } from '@stillframe/protocol';
import { spanText, visibleText } from '@stillframe/protocol/reading';
import { currentStatuses } from '../documents.ts';
import type { Palette } from './palette.ts';
import { renderTable } from './table.ts';
import { instanceText, placesText, shortId, shortPlaceText } from './words.ts';

const shownInstances = 10;

/** What became of a probe just placed: where it is bound, pending or failed, a line each instance. */
export function placedText(
  view: ProbeView,
  instanceOf: (id: string) => Instance | undefined,
  palette: Palette,
  nowMs: number,
): string {
  const { probe, instances } = view;
  const head = `${palette.bold(probe.spec.kind)} ${palette.cyan(shortId(probe.id))} at ${placesText(probe.spec)}, for ${spanText(probe.expiresAtMs - nowMs)}\n`;
  const rows = instances.slice(0, shownInstances).map((id) => {
    const status = view.statuses.find(({ instanceId }) => instanceId === id)?.status;
    return [
      instanceText(instanceOf(id), id),
      status === undefined
        ? { text: 'no answer yet', paint: palette.yellow }
        : { text: status.state, paint: stateColour(status.state, palette) },
      status === undefined ? '' : detailText(status, view),
    ];
  });
  const more = instances.length > shownInstances ? `\n  and ${instances.length - shownInstances} more` : '';
  return head + (rows.length === 0 ? '' : `${renderTable(rows, '  ')}${more}\n`);
}

/** `armed`, `2 armed, 1 failed`, `done`, or that nobody is there. */
export function overallState(view: ProbeView): string {
  if (view.ended !== undefined) return view.ended;
  if (!view.probe.enabled) return 'disabled';
  if (view.instances.length === 0) return 'no instance';
  const counts = new Map<string, number>();
  for (const { status } of currentStatuses(view)) counts.set(status.state, (counts.get(status.state) ?? 0) + 1);
  const silent = view.instances.length - currentStatuses(view).length;
  if (silent > 0) counts.set('no answer', silent);
  const parts = [...counts].map(([state, count]) => (view.instances.length === 1 ? state : `${count} ${state}`));
  return parts.join(', ');
}

export function stateColour(state: ProbeState, palette: Palette): (text: string) => string {
  switch (state) {
    case 'armed':
      return palette.green;
    case 'pending':
    case 'throttled':
      return palette.yellow;
    case 'failed':
      return palette.red;
    case 'done':
    case 'expired':
    case 'disabled':
      return palette.faint;
    default:
      return assertNever(state);
  }
}

function detailText(status: ProbeStatus, { probe }: ProbeView): string {
  const parts: string[] = [];
  const { spec } = probe;
  const asked = new Set(spec.kind === 'tictoc' ? [spec.at.line1, spec.to.line1] : [spec.at.line1]);
  const moved = status.bound.filter(({ line1 }) => !asked.has(line1));
  if (moved.length > 0) parts.push(`bound at ${moved.map(shortPlaceText).join(', ')}`);
  if (status.reason !== undefined) parts.push(visibleText(status.reason.message));
  return parts.join('; ');
}
