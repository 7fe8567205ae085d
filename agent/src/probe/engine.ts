import { assertNever } from '@stillframe/protocol';
import { hookName } from '../shared/hookName.ts';
import { cell } from '../shared/memory.ts';
import type { ToLink, ToProbe } from '../shared/messages.ts';
import { armPlaces } from './armPlaces.ts';
import { measureBreakScale } from './calibrate.ts';
import { nowNs } from './clock.ts';
import { createDebugSession } from './debugSession.ts';
import { missing } from './evaluate.ts';
import { reasonText } from './failures.ts';
import { collectCallers, type ScopeReceiver } from './pause.ts';
import { createPlaces, type Place } from './places.ts';
import { createList } from './primordials.ts';
import { takePulse } from './pulse.ts';
import { createPromiseWatch } from './promiseWatch.ts';
import { count, createProbeRuntime, type ProbeRuntime } from './probeRuntime.ts';
import { runPoint, tellIfFinished } from './runPoint.ts';
import { maxSeries, type SeriesRoom } from './seriesWriter.ts';
import { createStoragePool } from './storagePool.ts';
import type { Tic } from './ticToc.ts';
import { warmUp } from './warmUp.ts';
import type { OpenSnapshot } from './snapshot.ts';

/** The app's thread's half of the agent: does what the link thread says, and answers hits. */
export type Engine = {
  /** Never throws: a bug of ours takes the probe out and is reported. */
  handle(message: ToProbe): void;
  /** Takes everything out. */
  stop(): void;
};

/** Taken before the app can replace it: V8 must know it as a builtin. */
const { hypot: builtin } = Math;

/** Stands still under the breakpoint that shows how quick V8 is on this machine. */
const sample = () => 1;

/** What V8 takes to stop and go on, beside what is done meanwhile (160 to 480 µs with five frames). */
const pauseCostNs = 300_000;

/**
 * `send` must not throw, and answers false when it had to let the message go. `isPauseSafe` says whether a pause would stop
 * nobody else. Idle until the first `enable`: no session, no global, no timer.
 */
export function createEngine(options: {
  readonly send: (message: ToLink) => boolean;
  readonly isPauseSafe: () => boolean;
}): Engine {
  const { isPauseSafe } = options;
  const probes: Record<number, ProbeRuntime | undefined> = { __proto__: null } as never;
  const scopes: ScopeReceiver = { receive: undefined };
  const promises = createPromiseWatch();
  const storages = createStoragePool<Tic>();
  const seriesRoom: SeriesRoom = { left: maxSeries };
  /** Places where async functions begin. */
  const asyncPlaces: Record<number, true | undefined> = { __proto__: null } as never;
  let waiting = createList<OpenSnapshot>();
  let isInside = false;

  const send = (message: ToLink): void => {
    if (options.send(message) || (message.type !== 'capture' && message.type !== 'log')) return;
    const runtime = probes[message.probe];
    if (runtime !== undefined) count(runtime, cell.notSent);
  };
  const session = createDebugSession({
    script: (script) => send({ type: 'script', script }),
    paused: (event) => {
      // While the app is paused.
      const snapshots = waiting;
      waiting = createList();
      try {
        collectCallers(event, snapshots, session, scopes);
      } catch (error) {
        send({ type: 'broken', probe: null, reason: reasonText(error) });
      } finally {
        session.takePauses(false);
        session.resume();
      }
      for (let index = 0; index < snapshots.length; index++) {
        const snapshot = snapshots[index];
        if (snapshot === undefined) continue;
        const message = snapshot.finish();
        send(message);
        const runtime = probes[message.probe];
        if (runtime !== undefined) tellIfFinished(runtime, send);
        const place = places.get(snapshot.place);
        if (place !== undefined) settle(place, places.charge(place, message.pauseNs + pauseCostNs));
      }
    },
  });
  const places = createPlaces(session);

  // On the app's thread, inside V8's breakpoint condition.
  const hit = (id: number, thisValue: unknown, ...values: unknown[]): boolean => {
    const startedNs = nowNs();
    const place = places.get(id);
    if (place === undefined || isInside) return false;
    isInside = true;
    let wantsPause = false;
    try {
      const mayPause = isPauseSafe();
      // In a sloppy function called without a receiver `this` is the whole global object, which nobody asked for.
      const receiver = thisValue === globalThis ? undefined : thisValue;
      const theHit = { place: id, thisValue: receiver, values, startedNs, mayPause };
      // No iterators in here: an app may have patched them.
      for (let index = 0; index < place.points.length; index++) {
        const entry = place.points[index];
        if (entry === undefined) continue;
        const open = runPoint({ ...entry, hit: theHit, send }, hit);
        if (open === undefined) continue;
        waiting[waiting.length] = open;
        wantsPause = true;
      }
      if (wantsPause) session.takePauses(true);
    } catch (error) {
      breakDown(place, error);
    } finally {
      isInside = false;
      settle(place, places.hit(place, startedNs));
    }
    return wantsPause;
  };

  const settle = (place: Place, outMs: number) => {
    if (outMs > 0) send({ type: 'throttled', place: place.plan.place, forMs: outMs });
    // Everything here has had its hits: do not wait for the link thread to say so.
    else if (isFinished(place)) places.takeOut(place);
  };

  const breakDown = (place: Place, error: unknown) => {
    for (let index = 0; index < place.points.length; index++) {
      const runtime = place.points[index]?.runtime;
      if (runtime === undefined) continue;
      runtime.isFinished = true;
      send({ type: 'broken', probe: runtime.plan.probe, reason: reasonText(error) });
    }
  };

  const hook = Object.freeze({
    hit,
    /** A name in the condition threw: no value of this hit is known. */
    nameThrew(id: number): boolean {
      const place = places.get(id);
      if (place === undefined) return false;
      for (let index = 0; index < place.points.length; index++) {
        const runtime = place.points[index]?.runtime;
        if (runtime === undefined) continue;
        count(runtime, cell.hits);
        count(runtime, cell.conditionFailed);
        runtime.gaps++;
      }
      send({ type: 'nameThrew', place: id });
      return false;
    },
    missing,
    sample,
    builtin,
    scope(value: object): void {
      scopes.receive?.(value);
    },
  });

  /** Everything that happens before the first breakpoint. Returns the scripts. */
  const open = () => {
    Object.defineProperty(globalThis, hookName, {
      value: hook,
      enumerable: false,
      configurable: true,
      writable: false,
    });
    const scripts = session.enable();
    warmUp();
    places.setBreakScale(measureBreakScale(session, sample));
    return scripts;
  };
  const close = () => {
    session.disable();
    Reflect.deleteProperty(globalThis, hookName);
  };

  const enable = () => {
    const startedNs = nowNs();
    const scripts = open();
    send({ type: 'enabled', stallMs: (nowNs() - startedNs) / 1e6, scripts });
  };

  const rehearse = () => {
    try {
      open();
    } finally {
      close();
    }
  };

  /** Told before a breakpoint is in, so that the promise of its first call is seen. */
  const watchPromises = (place: number, isAsync: boolean) => {
    if (isAsync) asyncPlaces[place] = true;
    else delete asyncPlaces[place];
    promises.setOn(!isEmpty(asyncPlaces));
  };

  /** Only makes things quicker: whatever it meets must not keep us from going on. */
  const dropMachineCode = () => {
    try {
      session.dropMachineCode();
    } catch {
      // V8 does not know our function as a builtin; the app goes on as it is.
    }
  };

  const disable = () => {
    places.clearAll();
    for (const id in probes) probes[id]?.ticToc.dispose();
    for (const id in asyncPlaces) delete asyncPlaces[id];
    promises.setOn(false);
    if (places.leftTraces) {
      dropMachineCode();
      places.forgetTraces();
    }
    close();
  };

  /** V8 may have let go of the code meanwhile. */
  const rearm = (place: number) => {
    try {
      places.rearm(place);
    } catch (error) {
      const refused = createList<{ place: number; problem: string }>();
      refused[0] = { place, problem: reasonText(error) };
      send({ type: 'placed', places: refused, stallMs: 0 });
    }
  };

  const act = (message: ToProbe): void => {
    switch (message.type) {
      case 'enable':
        return session.isEnabled ? undefined : enable();
      case 'warmUp':
        return session.isEnabled ? undefined : rehearse();
      case 'disable': {
        const startedNs = nowNs();
        disable();
        return send({ type: 'disabled', stallMs: (nowNs() - startedNs) / 1e6 });
      }
      case 'locations': {
        const { request, scriptId, starts, end } = message;
        const locations = session.breakableLocations(scriptId, starts, end);
        return send({ type: 'answer', request, locations });
      }
      case 'source':
        return send({ type: 'answer', request: message.request, source: session.scriptSource(message.scriptId) });
      case 'addProbe': {
        probes[message.plan.probe] = createProbeRuntime(
          message.plan,
          message.cells,
          promises,
          storages,
          seriesRoom,
          send,
          nowNs(),
        );
        return;
      }
      case 'removeProbe':
        probes[message.probe]?.ticToc.dispose();
        probes[message.probe]?.series.dispose();
        delete probes[message.probe];
        return;
      case 'setPlaces':
        return send(armPlaces({ plans: message.plans, probes, places, watchPromises, dropMachineCode }));
      case 'clearPlace':
        places.clear(message.place);
        return watchPromises(message.place, false);
      case 'rearm':
        return rearm(message.place);
      case 'look':
        return send(takePulse(message.sentMs));
      case 'budget':
        return places.setBudget(message.share);
      default:
        return assertNever(message);
    }
  };

  return {
    handle(message) {
      try {
        act(message);
      } catch (error) {
        const problem = reasonText(error);
        if (message.type === 'locations' || message.type === 'source') {
          send({ type: 'answer', request: message.request, problem });
        } else send({ type: 'broken', probe: null, reason: problem });
      }
    },
    stop() {
      try {
        disable();
      } catch {
        // Nothing is left to report to.
      }
    },
  };
}

function isFinished({ points }: Place): boolean {
  for (let index = 0; index < points.length; index++) if (points[index]?.runtime.isFinished === false) return false;
  return true;
}

function isEmpty(record: Readonly<Record<number, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}
