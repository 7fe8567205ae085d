import { StillframeError, type ProbeView } from '@stillframe/protocol';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HubModel } from '../../hub/hubModel.ts';
import { summarizeProbe } from '../../probes/summarizeProbe.ts';
import { breakpointSpec, type SpecOptions } from './breakpointSpec.ts';

/** An editor's breakpoint and the probe it became; without one it was refused, and `refusal` says why. */
type Placed = {
  readonly id: number;
  readonly path: string;
  readonly wanted: DebugProtocol.SourceBreakpoint;
  readonly probeId?: string;
  readonly refusal?: string;
  /** What the hub answered when it was placed: all that is known until it tells more. */
  answer?: ProbeView | undefined;
  /** What the editor was last told of it. */
  told: string;
};

/** The breakpoints of a session as probes on the hub. */
export type Breakpoints = {
  /** All there are in a file; those that stay as they were keep their probe and its counts. */
  set(path: string, wanted: readonly DebugProtocol.SourceBreakpoint[]): Promise<readonly DebugProtocol.Breakpoint[]>;
  /** Those whose state is another one than the editor was told. */
  changed(): readonly DebugProtocol.Breakpoint[];
  /** Where the editor set the breakpoint of a probe; undefined for probes of others. */
  ofProbe(probeId: string): { readonly id: number; readonly path: string; readonly line: number } | undefined;
  /** Files that have had a breakpoint, as the editor calls them. */
  readonly paths: ReadonlySet<string>;
  removeAll(): Promise<void>;
};

export function createBreakpoints(
  hub: HubModel,
  options: SpecOptions & {
    /** The process's path of a file of this machine. */
    readonly targetPath: (path: string) => string;
  },
): Breakpoints {
  let all: readonly Placed[] = [];
  let lastId = 0;
  const paths = new Set<string>();

  const place = async (path: string, wanted: DebugProtocol.SourceBreakpoint): Promise<Placed> => {
    lastId += 1;
    const common = { id: lastId, path, wanted, told: '' };
    const made = breakpointSpec(options.targetPath(path), wanted, options);
    if (!made.ok) return { ...common, refusal: made.message };
    try {
      const { probe } = await hub.call('probe/add', { spec: made.spec });
      return { ...common, probeId: probe.probe.id, answer: probe };
    } catch (error) {
      return { ...common, refusal: error instanceof Error ? error.message : String(error) };
    }
  };
  const remove = async (gone: readonly Placed[]) => {
    const ids = gone.flatMap(({ probeId }) => probeId ?? []);
    if (ids.length === 0) return;
    try {
      await hub.call('probes/remove', { ids });
    } catch (error) {
      // Removed elsewhere, or expired: as it should be.
      if (!(error instanceof StillframeError && error.user.code === 'NOT_FOUND')) throw error;
    }
  };
  const tell = (placed: Placed): DebugProtocol.Breakpoint => {
    const now = describe(placed, hub);
    placed.told = JSON.stringify(now);
    return now;
  };

  return {
    paths,
    async set(path, wanted) {
      paths.add(path);
      const before = all.filter((placed) => placed.path === path);
      const here: Placed[] = [];
      for (const each of wanted) {
        const key = keyOf(each);
        const kept = before.find((placed) => keyOf(placed.wanted) === key && !here.includes(placed));
        here.push(kept ?? (await place(path, each)));
      }
      all = [...all.filter((placed) => placed.path !== path), ...here];
      await remove(before.filter((placed) => !here.includes(placed)));
      return here.map(tell);
    },
    changed: () => all.filter((placed) => JSON.stringify(describe(placed, hub)) !== placed.told).map(tell),
    ofProbe(probeId) {
      const placed = all.find((each) => each.probeId === probeId);
      return placed === undefined ? undefined : { id: placed.id, path: placed.path, line: placed.wanted.line };
    },
    async removeAll() {
      const gone = all;
      all = [];
      await remove(gone);
    },
  };
}

const keyOf = ({ line, condition, hitCondition, logMessage }: DebugProtocol.SourceBreakpoint) =>
  JSON.stringify([line, condition ?? '', hitCondition ?? '', logMessage ?? '']);

/** As the editor shows it: verified once it is armed somewhere, else with the reason. */
function describe(placed: Placed, hub: HubModel): DebugProtocol.Breakpoint {
  const { id, wanted, path, probeId, refusal } = placed;
  const source = { path };
  const { line } = wanted;
  if (probeId === undefined) return { id, verified: false, line, source, message: refusal, reason: 'failed' };
  if (hub.probes.has(probeId)) placed.answer = undefined;
  const view = hub.probes.get(probeId) ?? placed.answer;
  if (view === undefined) {
    const message = 'Its probe was removed elsewhere. Set the breakpoint again.';
    return { id, verified: false, line, source, message, reason: 'failed' };
  }
  const { state, sentence, boundLine1 } = summarizeProbe(view, hub.paused);
  switch (state) {
    case 'armed':
    case 'throttled':
      return { id, verified: true, line: boundLine1 ?? line, source };
    case 'done':
      return { id, verified: true, line: boundLine1 ?? line, source, message: sentence };
    case 'pending':
    case 'disabled':
      return { id, verified: false, line, source, message: sentence, reason: 'pending' };
    case 'expired':
    case 'failed':
      return { id, verified: false, line, source, message: sentence, reason: 'failed' };
  }
}
