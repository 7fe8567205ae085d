import { matchesTarget, type Capture, type InstanceView, type LogRecord } from '@stillframe/protocol';
import { baseName, processText, visibleText } from '@stillframe/protocol/reading';
import { BreakpointEvent, OutputEvent, ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { HubChange, HubModel } from '../../hub/hubModel.ts';
import { describeHit } from '../hits.ts';
import type { SessionSource, SessionView } from '../sessionSource.ts';
import { createBreakpoints } from './breakpoints.ts';
import type { SpecOptions } from './breakpointSpec.ts';

/** The oldest hit leaves when more come. */
const maxHits = 50;
/** Far from the ids of hits. */
const firstInstanceThread = 1_000_000_000;
const maxInstances = 20;
/** How long a hub may take to remove the probes of a session that ends, ms; then they expire by themselves. */
const removeWithinMs = 2_000;

export type LiveOptions = SpecOptions & {
  readonly hub: HubModel;
  /** Where a path of the process is on this machine; `known` are the files that breakpoints were set in. */
  readonly resolvePath: (
    targetPath: string,
    known: ReadonlySet<string>,
  ) => string | undefined | Promise<string | undefined>;
  /** The process's path of a file of this machine. */
  readonly targetPath: (path: string) => string;
  readonly dispose: () => void;
};

/** A live service: the editor's breakpoints are snapshots and logs on it, each hit is a stopped thread. */
export function createLiveSource(options: LiveOptions): SessionSource {
  const { hub } = options;
  const breakpoints = createBreakpoints(hub, options);
  const instanceThreads = new Map<string, number>();
  let view: SessionView | undefined;
  let isDown = false;

  // What the hub tells while a breakpoint is being set may be about that one, so it waits its turn.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return await turn;
  };

  const instances = (): readonly InstanceView[] =>
    [...hub.instances.values()]
      .filter(({ connected, instance }) => connected && matchesTarget(options.target, instance))
      .slice(0, maxInstances);

  const tellInstances = (to: SessionView) => {
    const now = new Set(instances().map(({ instance }) => instance.instanceId));
    for (const [id, thread] of instanceThreads) {
      if (now.has(id)) continue;
      instanceThreads.delete(id);
      to.send(new ThreadEvent('exited', thread));
    }
    for (const id of now) {
      if (instanceThreads.has(id)) continue;
      const thread = firstInstanceThread + nextInstance++;
      instanceThreads.set(id, thread);
      to.send(new ThreadEvent('started', thread));
    }
  };
  let nextInstance = 0;

  const tellState = (to: SessionView) => {
    const { state } = hub;
    if (state.kind === 'live' && isDown) to.say('The hub is there again.');
    if (state.kind !== 'live' && !isDown) to.say('The hub is away; breakpoints stay, and hits arrive when it is back.');
    isDown = state.kind !== 'live';
  };

  const showCapture = (to: SessionView, capture: Capture) => {
    if (breakpoints.ofProbe(capture.probeId) === undefined) return;
    const isFirst = to.hits.all.length === 0;
    const hit = to.hits.add(capture);
    // A person who reads one hit is not taken to the next.
    to.stop(hit, isFirst);
    const [oldest] = to.hits.all;
    if (to.hits.all.length > maxHits && oldest !== undefined) to.dismiss(oldest);
  };

  const showLog = (to: SessionView, log: LogRecord) => {
    const at = breakpoints.ofProbe(log.probeId);
    if (at === undefined) return;
    const isBad = log.level === 'error' || log.level === 'warn';
    const event: DebugProtocol.OutputEvent = new OutputEvent(`${visibleText(log.text)}\n`, isBad ? 'stderr' : 'stdout');
    event.body = { ...event.body, source: { path: at.path, name: baseName(at.path) }, line: at.line };
    to.send(event);
  };

  const apply = (to: SessionView, change: HubChange) => {
    if (change.state === true) tellState(to);
    if (change.instances === true) tellInstances(to);
    if (change.probes !== undefined || change.paused === true)
      for (const each of breakpoints.changed()) to.send(new BreakpointEvent('changed', each));
    for (const capture of [...(change.captures ?? [])].reverse()) showCapture(to, capture);
    for (const log of change.logs ?? []) showLog(to, log);
  };

  const early: HubChange[] = [];
  const stop = hub.onDidChange((change) => {
    void inTurn(() => {
      if (view === undefined) early.push(change);
      else apply(view, change);
    });
  });

  return {
    resolvePath: (targetPath) => options.resolvePath(targetPath, breakpoints.paths),
    describe(hit) {
      const [frame] = hit.capture.frames;
      const state = frame === undefined ? 'captured' : `${visibleText(baseName(frame.file))}:${frame.line1}`;
      return { name: describeHit(hit), state };
    },
    start(given) {
      view = given;
      isDown = hub.state.kind !== 'live';
      tellInstances(given);
      if (instances().length === 0)
        given.say('No running agent matches. Breakpoints are placed as soon as one connects.');
      for (const change of early.splice(0)) apply(given, change);
    },
    threads: () =>
      instances().flatMap(({ instance }) => {
        const id = instanceThreads.get(instance.instanceId);
        const name = visibleText(`${instance.app} · ${instance.host} · pid ${processText(instance)}`);
        return id === undefined ? [] : [{ id, name }];
      }),
    setBreakpoints: async (path, wanted) => await inTurn(() => breakpoints.set(path, wanted)),
    resume(hit) {
      if (view === undefined || hit === undefined) return;
      const all = view.hits.all;
      const next = all[all.indexOf(hit) + 1] ?? all.find((each) => each !== hit);
      view.dismiss(hit);
      if (next !== undefined) view.stop(next, true);
    },
    async dispose() {
      stop();
      view = undefined;
      await Promise.race([inTurn(() => breakpoints.removeAll()).catch(() => undefined), afterMs(removeWithinMs)]);
      options.dispose();
    },
  };
}

const afterMs = async (ms: number) =>
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
