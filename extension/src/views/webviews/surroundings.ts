import type { UserError } from '@stillframe/protocol';
import { baseName } from '@stillframe/protocol/reading';
import type { Surroundings } from '@stillframe/protocol/webview';
import type { HubModel } from '../../hub/hubModel.ts';
import { summarizeProbe } from '../../probes/summarizeProbe.ts';

/** What an empty view says it waits for. */
export function surroundingsOf(hub: Pick<HubModel, 'state' | 'instances' | 'probes'>): Surroundings {
  const { state } = hub;
  const waiting = [...hub.probes.values()]
    .filter((view) => view.probe.spec.kind === 'snapshot' && isWaiting.has(summarizeProbe(view, false).state))
    .map(({ probe }) => `${baseName(probe.spec.at.file)}:${probe.spec.at.line1}`);
  return {
    hub: state.kind,
    ...(state.kind === 'down' ? { why: state.why } : {}),
    instances: [...hub.instances.values()].filter(({ connected }) => connected).length,
    waiting: [...new Set(waiting)],
  };
}

/** What a view of a file says: nothing comes any more, and perhaps nothing could be read. */
export function fileSurroundings(problem: UserError | undefined): Surroundings {
  return { hub: 'file', instances: 0, waiting: [], ...(problem === undefined ? {} : { why: problem.message }) };
}

/** A failed one waits for nothing: its line and the Probes view say what to do. */
const isWaiting: ReadonlySet<string> = new Set(['pending', 'armed', 'throttled']);
