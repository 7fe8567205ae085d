import {
  agentFailed,
  agentGaveUp,
  expired,
  type Bound,
  type Probe,
  type Program,
  type UserError,
} from '@stillframe/protocol';
import type { ScriptFacts, ToLink } from '../shared/messages.ts';
import { createAppEvents } from './appEvents.ts';
import type { AppThread } from './appThread.ts';
import type { Spot } from './locate.ts';
import { createPlaceTable } from './placeTable.ts';
import { planProbe, type PlannedProbe } from './planProbe.ts';
import { createProbeRecord, stateAtEnd, updateShare, type ProbeRecord } from './probeRecord.ts';
import { createProbeStates, isWanted } from './probeStates.ts';
import type { Redaction } from './redaction.ts';
import type { Scripts } from './scripts.ts';
import { filesOf, findWishes, type Wished } from './wishes.ts';

/** The probes this instance should have, and the work of having them. All work is done one step at a time, in order. */
export type ProbeBook = {
  readonly records: ReadonlyMap<string, ProbeRecord>;
  change(change: {
    readonly reset: boolean;
    readonly set: readonly Probe[];
    readonly remove: readonly string[];
    readonly paused: boolean;
    /** A person said to go on after `giveUp`. */
    readonly resume?: boolean;
  }): Promise<void>;
  /** Takes everything out at once, whatever is being done, and places nothing until a change says `resume`. */
  giveUp(reason: string): void;
  readonly failure: UserError | undefined;
  /** Everything the app's thread says about scripts, places and probes, but not captures and logs. */
  heard(message: ToLink): void;
  /** Closes a report interval: shares of a core, and probes that are no longer throttled. */
  tick(intervalMs: number): void;
  byNumber(number: number): ProbeRecord | undefined;
  /** Runs a step after all work so far: source maps and syntax trees are not taken away meanwhile. */
  inOrder(step: () => Promise<void>): Promise<void>;
};

export function createProbeBook(options: {
  readonly app: AppThread;
  readonly scripts: Scripts;
  readonly redaction: Redaction;
  /** Where the request's id is. */
  readonly requestId: readonly Program[];
  readonly budgetShare: number;
  /** A step of ours threw. */
  readonly onFault: (reason: string) => void;
  /** A state changed that people are waiting to see. */
  readonly onState: () => void;
  /** Probes are about to be forgotten: what is still to be said of them must be said now. */
  readonly onLeaving: () => void;
  readonly schedule: (callback: () => void, ms: number) => () => void;
}): ProbeBook {
  const { app, scripts, redaction, requestId, budgetShare, onFault, onState, onLeaving, schedule } = options;
  const states = createProbeStates(onState);
  const records = states.byId;
  const expiryTimers = new Map<number, () => void>();
  const table = createPlaceTable(app);
  const justLoaded: ScriptFacts[] = [];
  let nextNumber = 1;
  let isEnabled = false;
  let isPaused = false;
  let failure: UserError | undefined;
  let heardEnabled = () => {};
  let work: Promise<void> = Promise.resolve();

  /** Serialises: a source map or syntax tree in use must not be given away meanwhile. What a step wants armed is armed at once. */
  const inOrder = (step: () => Promise<void>): Promise<void> => {
    work = work
      .then(step)
      .then(() => table.arm())
      .catch((error: unknown) => {
        disable();
        for (const record of records.values()) states.set(record, 'failed', agentFailed(reasonText(error)));
        onFault(reasonText(error));
      });
    return work;
  };

  const takeOut = (record: ProbeRecord) => {
    table.remove(record.number);
    record.wanted = '';
  };

  const events = createAppEvents({
    app,
    states,
    table,
    budgetShare,
    takeOut,
    onFinished: () => void inOrder(async () => settleIdle()),
    onGone: (record) =>
      void inOrder(async () => {
        if (isWanted(record) && record.planned !== undefined) await bind(record, record.planned);
      }),
    schedule,
  });

  const forget = (record: ProbeRecord) => {
    takeOut(record);
    expiryTimers.get(record.number)?.();
    expiryTimers.delete(record.number);
    app.send({ type: 'removeProbe', probe: record.number });
    records.delete(record.probe.id);
    states.byNumber.delete(record.number);
  };

  /** The hub may have had the last capture, and have ended the probe, before the app's thread's word of it came here. */
  const leave = (ids: readonly string[]) => {
    const leaving = ids.flatMap((id) => records.get(id) ?? []);
    for (const record of leaving) if (isWanted(record)) states.set(record, stateAtEnd(record));
    if (leaving.length > 0) onLeaving();
    for (const record of leaving) forget(record);
  };

  const enable = async () => {
    if (isEnabled) return;
    isEnabled = true;
    const heard = new Promise<void>((resolve) => (heardEnabled = resolve));
    app.send({ type: 'budget', share: budgetShare });
    app.send({ type: 'enable' });
    await heard;
  };

  const disable = () => {
    if (!isEnabled) return;
    isEnabled = false;
    app.send({ type: 'disable' });
    scripts.clear();
  };

  /** Finds the probe's places and arms them; again when a file has loaded that may add one. */
  const bind = async (record: ProbeRecord, planned: PlannedProbe) => {
    const wished = await findWishes(record.probe.spec, planned, scripts, app);
    // The agent gave up, or somebody paused everything, while this was being looked for.
    if (failure !== undefined || !isWanted(record)) return;
    if (wished.kind === 'found') return takePlaces(record, wished);
    takePlaces(record, { wishes: [], shown: [] });
    states.set(record, wished.kind === 'pending' ? 'pending' : 'failed', wished.reason);
  };

  const takePlaces = (
    record: ProbeRecord,
    { wishes, shown, note }: Omit<Extract<Wished, { kind: 'found' }>, 'kind'>,
  ) => {
    const isNoted = JSON.stringify(record.note) !== JSON.stringify(note);
    record.note = note;
    if (isNoted && record.state === 'armed') states.set(record, 'armed', note);
    const wanted = wishes
      .map(({ spot, role }) => `${spot.script.scriptId}:${spot.at.line0}:${spot.at.column0}:${role}`)
      .join();
    if (wanted === record.wanted) return;
    record.wanted = wanted;
    record.bound = shown.map(boundOf);
    record.layouts = table.put(record.number, wishes);
  };

  /** Keeps the record, and with it the counts, when only `enabled`, the expiry or the other instances changed. */
  const take = (probe: Probe) => {
    const known = records.get(probe.id);
    if (known !== undefined && isSameWork(known.probe, probe)) {
      const isRenewed = known.probe.expiresAtMs !== probe.expiresAtMs;
      if (placesOf(known.probe) !== placesOf(probe)) known.isMoved = true;
      known.probe = probe;
      if (isRenewed && expiryTimers.has(known.number)) expireLater(known);
      return;
    }
    if (known !== undefined) forget(known);
    const record = createProbeRecord(nextNumber++, probe);
    records.set(probe.id, record);
    states.byNumber.set(record.number, record);
  };

  const settle = async (record: ProbeRecord) => {
    const shouldBeOn = record.probe.enabled && !isPaused;
    if (!shouldBeOn) {
      if (isWanted(record)) takeOut(record);
      if (isWanted(record) || record.reported === '') states.set(record, 'disabled');
    } else if (record.state === 'disabled') await place(record);
    else if (record.isMoved && record.planned !== undefined && (isWanted(record) || record.state === 'failed')) {
      // A line without code may have become one with.
      record.state = record.state === 'failed' ? 'pending' : record.state;
      await enable();
      await bind(record, record.planned);
    }
    record.isMoved = false;
  };

  const place = async (record: ProbeRecord) => {
    const planned = planProbe(record.number, record.probe, redaction, requestId);
    if (!planned.ok) return states.set(record, 'failed', planned.error);
    if (failure !== undefined) return states.set(record, 'failed', failure);
    record.state = 'pending';
    await enable();
    // The debugger could not be enabled, or the agent gave up meanwhile.
    if (!isWanted(record)) return;
    if (record.planned === undefined) {
      app.send({ type: 'addProbe', plan: planned.value.plan, cells: record.cells });
      expireLater(record);
    }
    record.planned = planned.value;
    await bind(record, planned.value);
  };

  const expireLater = (record: ProbeRecord) => {
    expiryTimers.get(record.number)?.();
    const expire = () => {
      takeOut(record);
      states.set(record, 'expired', expired());
      settleIdle();
    };
    expiryTimers.set(record.number, schedule(expire, record.probe.spec.expiresInMs));
  };

  /** Takes everything out now, whatever is being done: a person who pauses does not want to wait for a source map. */
  const pauseAtOnce = () => {
    isPaused = true;
    for (const record of records.values()) {
      if (!isWanted(record)) continue;
      takeOut(record);
      states.set(record, 'disabled');
    }
  };

  /** What failed for the agent's sake is placed again. */
  const goOn = () => {
    for (const record of records.values()) if (record.reason?.code === 'AGENT_FAILED') record.state = 'disabled';
    failure = undefined;
  };

  /** Nothing to look for any more: V8 goes back to how it was. */
  const settleIdle = () => {
    if (![...records.values()].some(isWanted)) disable();
  };

  /** Files load by the hundred at start-up: only probes that one of them is for are looked at again. */
  const bindToLoaded = async () => {
    const loaded = justLoaded.splice(0);
    for (const record of records.values()) {
      if (!isWanted(record) || record.planned === undefined) continue;
      if (await isAnyHeld(loaded, filesOf(record.probe.spec))) await bind(record, record.planned);
    }
  };

  const isAnyHeld = async (loaded: readonly ScriptFacts[], files: readonly string[]) => {
    for (const script of loaded) {
      for (const file of files) if (await scripts.holds(script, file)) return true;
    }
    return false;
  };

  return {
    records,
    byNumber: (number) => states.byNumber.get(number),
    inOrder,
    get failure() {
      return failure;
    },
    giveUp(reason) {
      failure = agentGaveUp(reason);
      for (const record of records.values()) {
        if (!isWanted(record) && record.state !== 'failed') continue;
        takeOut(record);
        states.set(record, 'failed', failure);
      }
      disable();
    },
    change: ({ reset, set, remove, paused, resume = false }) => {
      if (paused) pauseAtOnce();
      return inOrder(async () => {
        if (resume) goOn();
        const incoming = new Set(set.map(({ id }) => id));
        leave([...records.keys()].filter((id) => remove.includes(id) || (reset && !incoming.has(id))));
        isPaused = paused;
        for (const probe of set) take(probe);
        for (const record of records.values()) await settle(record);
        settleIdle();
      });
    },
    tick(intervalMs) {
      for (const record of records.values()) updateShare(record, intervalMs);
      events.calm();
    },
    heard(message) {
      switch (message.type) {
        case 'enabled':
          for (const script of message.scripts) scripts.add(script);
          for (const record of records.values()) record.armStallMs += record.state === 'pending' ? message.stallMs : 0;
          return heardEnabled();
        case 'script':
          scripts.add(message.script);
          if (justLoaded.push(message.script) === 1) void inOrder(bindToLoaded);
          return;
        case 'broken':
          if (message.probe === null) {
            disable();
            heardEnabled();
          }
          return events.heard(message);
        default:
          return events.heard(message);
      }
    },
  };
}

/** Counts go on only where the same is counted; on which line that is, and on which instances, may change. */
const isSameWork = (a: Probe, b: Probe) =>
  JSON.stringify({ ...a.spec, target: {}, ...nowhere }) === JSON.stringify({ ...b.spec, target: {}, ...nowhere }) &&
  filesOf(a.spec).join('\n') === filesOf(b.spec).join('\n');
const nowhere = { at: undefined, to: undefined };
const placesOf = ({ spec }: Probe) => JSON.stringify(spec.kind === 'tictoc' ? [spec.at, spec.to] : [spec.at]);

const boundOf = ({ script, at, file, line1, column1 }: Spot): Bound => ({
  file,
  line1,
  column1,
  generated: script.url.endsWith(file) ? undefined : { url: script.url, line1: at.line0 + 1, column1: at.column0 + 1 },
});

const reasonText = (error: unknown) => (error instanceof Error ? `${error.message}.` : 'unknown error.');
