import {
  badRequest,
  type Capture,
  limits,
  parseExpression,
  type ProbeView,
  StillframeError,
  type UserError,
} from '@stillframe/protocol';
import type { Fetching } from '@stillframe/protocol/webview';
import type { HubChange, HubModel } from '../../hub/hubModel.ts';

/** How long a deeper watch waits for its hit, ms. */
const waitMs = 600_000;

export type DeeperFetches = {
  /** Arms a snapshot for one hit at the capture's line that takes the expression as deep as agents go. */
  start(capture: Capture, expression: string): Promise<void>;
  cancel(probeId: string): Promise<void>;
  /** What is waited for. */
  current(): readonly Fetching[];
  /** Takes note of what the hub says; answers what came, and what cannot come any more. */
  noteChange(change: HubChange): { readonly arrived: readonly Capture[]; readonly failed: readonly UserError[] };
};

/** Values that were cut, asked for again: a probe of its own each, so that the one they come from keeps its counts. */
export function createDeeperFetches(hub: Pick<HubModel, 'probes' | 'call'>): DeeperFetches {
  const waiting = new Map<string, Fetching>();
  return {
    async start(capture, expression) {
      const parsed = parseExpression(expression);
      if (!parsed.ok) throw new StillframeError(parsed.error);
      const spec = hub.probes.get(capture.probeId)?.probe.spec;
      const top = capture.frames[0];
      const at = spec?.at ?? (top === undefined ? undefined : { file: top.file, line1: top.line1 });
      if (at === undefined) throw new StillframeError(badRequest('This capture has no line to take a deeper one at.'));
      const { probe } = await hub.call('probe/add', {
        spec: {
          kind: 'snapshot',
          at,
          ...(spec?.condition === undefined ? {} : { condition: spec.condition }),
          target: spec?.target ?? {},
          label: `deeper: ${expression}`.slice(0, 200),
          maxHits: 1,
          frames: 1,
          expiresInMs: waitMs,
          watches: [{ expression, depth: limits.depth.max }],
          // The room and the time of the capture are for the watch.
          limits: {
            depth: 0,
            properties: limits.properties.max,
            items: limits.items.max,
            stringLength: limits.stringLength.max,
            captureBytes: limits.captureBytes.max,
          },
        },
      });
      waiting.set(probe.probe.id, { probeId: probe.probe.id, expression });
    },
    async cancel(probeId) {
      if (waiting.delete(probeId)) await hub.call('probes/remove', { ids: [probeId] });
    },
    current: () => [...waiting.values()],
    noteChange(change) {
      const arrived = (change.captures ?? []).filter(({ probeId }) => waiting.delete(probeId));
      // It has done its work; nobody wants to see it among the probes. Should it be gone already, all the better.
      for (const { probeId } of arrived) hub.call('probes/remove', { ids: [probeId] }).catch(() => undefined);
      const failed = (change.probes ?? []).flatMap((probeId) => {
        const reason = waiting.has(probeId) ? failureOf(hub.probes.get(probeId)) : undefined;
        if (reason !== undefined) waiting.delete(probeId);
        return reason ?? [];
      });
      return { arrived, failed };
    },
  };
}

/** Why nothing will come; undefined while it may. */
function failureOf(view: ProbeView | undefined): UserError | undefined {
  if (view === undefined) return badRequest('The deeper watch was removed before a hit came. Ask for it again.');
  if (view.ended === 'expired') return badRequest('No hit came in ten minutes. Ask for the deeper value again.');
  const failed = view.statuses.filter(({ status }) => status.state === 'failed');
  return failed.length > 0 && failed.length === view.statuses.length ? failed[0]?.status.reason : undefined;
}
