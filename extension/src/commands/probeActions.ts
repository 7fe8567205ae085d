import type { InstanceView, ProbeSpecInput, ProbeView, Target } from '@stillframe/protocol';
import type { HubModel } from '../hub/hubModel.ts';
import type { Log } from '../log.ts';
import { canaryTarget } from '../probes/canaryTarget.ts';
import { movedSpec } from '../probes/moveProbe.ts';
import { summarizeProbe } from '../probes/summarizeProbe.ts';
import { showFailure, showUserError, type NextStep } from './showFailure.ts';

/** How long after placing a probe its failure is announced by a notification, ms; later the line and the view tell. */
const announceForMs = 15_000;

/** What a person can do with probes. Failures are shown, not thrown. */
export type ProbeActions = {
  add(spec: ProbeSpecInput): Promise<ProbeView | undefined>;
  update(id: string, spec: ProbeSpecInput): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  enable(ids: readonly string[], enabled: boolean): Promise<void>;
  /** More time; one that has ended starts over. */
  renew(ids: readonly string[]): Promise<void>;
  /** Other instances; counts stay where it already is. */
  retarget(ids: readonly string[], target: Target): Promise<void>;
  pause(paused: boolean): Promise<void>;
};

/** `isCanary`: new probes go to one instance first. `pickOne` asks on which. `file` has probes that only it changes. */
export function createProbeActions(options: {
  readonly hub: HubModel;
  readonly log: Log;
  readonly isCanary: () => boolean;
  readonly pickOne: (views: readonly InstanceView[]) => Promise<Target | undefined>;
  readonly file: { owns(view: ProbeView): boolean; show(view: ProbeView): Promise<void> };
}): ProbeActions {
  const { hub, log, isCanary, pickOne, file } = options;
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      showFailure(error, log);
      return undefined;
    }
  };

  const fileProbe = (id: string): ProbeView | undefined => {
    const view = hub.probes.get(id);
    return view !== undefined && file.owns(view) ? view : undefined;
  };
  /** Shows the first that only its file changes. */
  const isOfFile = async (ids: readonly string[]): Promise<boolean> => {
    const [view] = ids.flatMap((id) => fileProbe(id) ?? []);
    if (view !== undefined) await attempt(() => file.show(view));
    return view !== undefined;
  };

  const actions: ProbeActions = {
    async add(wanted) {
      const chosen = isCanary() && wanted.target === undefined ? await onOne(wanted) : wanted;
      if (chosen === undefined) return undefined;
      // A copy of a file's probe is a person's own.
      const spec = { ...chosen, origin: undefined };
      const answer = await attempt(() => hub.call('probe/add', { spec }));
      if (answer !== undefined) announceFailure(answer.probe.probe.id);
      return answer?.probe;
    },
    async update(id, spec) {
      if (await isOfFile([id])) return;
      const answer = await attempt(() => hub.call('probe/update', { id, spec }));
      if (answer !== undefined) announceFailure(id);
    },
    async remove(ids) {
      const own = ids.filter((id) => fileProbe(id) === undefined);
      if (own.length > 0) await attempt(() => hub.call('probes/remove', { ids: own }));
      await isOfFile(ids);
    },
    async enable(ids, enabled) {
      if (ids.length > 0) await attempt(() => hub.call('probes/enable', { ids: [...ids], enabled }));
    },
    async renew(ids) {
      if (ids.length > 0) await attempt(() => hub.call('probes/renew', { ids: [...ids] }));
    },
    async retarget(ids, target) {
      if (ids.length > 0) await attempt(() => hub.call('probes/retarget', { ids: [...ids], target }));
    },
    async pause(paused) {
      await attempt(() => hub.call('probes/pause', { paused }));
    },
  };

  /** First on one instance of the service; a person says which service when that cannot be told. */
  const onOne = async (spec: ProbeSpecInput): Promise<ProbeSpecInput | undefined> => {
    const views = [...hub.instances.values()];
    const target = canaryTarget(spec.at.file, views) ?? (await pickOne(views));
    return target === undefined ? undefined : { ...spec, target };
  };

  /** Whether a line has code is known only in the running process: the answer comes a moment later. */
  const announceFailure = (id: string) => {
    const check = () => {
      const view = hub.probes.get(id);
      if (view === undefined) return false;
      const { state, reason } = summarizeProbe(view, hub.paused);
      if (state === 'failed' && reason !== undefined) showUserError(reason, log, stepsFor(view));
      return state === 'failed' || state === 'armed';
    };
    const stop = hub.onDidChange((change) => {
      if (change.probes?.includes(id) === true && check()) end();
    });
    const timer = setTimeout(stop, announceForMs);
    const end = () => {
      clearTimeout(timer);
      stop();
    };
  };

  const stepsFor = (view: ProbeView): readonly NextStep[] => {
    const { id, spec } = view.probe;
    const { reason } = summarizeProbe(view, hub.paused);
    const moved = reason === undefined ? undefined : movedSpec(spec, reason);
    const move =
      moved === undefined
        ? []
        : [{ label: `Move to Line ${reason?.suggestedLine1}`, run: () => actions.update(id, moved) }];
    return [...move, { label: 'Remove Probe', run: () => actions.remove([id]) }];
  };

  return actions;
}
