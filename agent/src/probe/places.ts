import { cell } from '../shared/memory.ts';
import { isEnd, type PlacePlan } from '../shared/plan.ts';
import { nowNs } from './clock.ts';
import type { DebugSession } from './debugSession.ts';
import { count, type ProbeRuntime } from './probeRuntime.ts';
import { createTokenBucket, type TokenBucket } from './tokenBucket.ts';

/** One V8 breakpoint with the probes that share it. */
export type Place = {
  plan: PlacePlan;
  points: readonly { readonly runtime: ProbeRuntime; readonly point: PlacePlan['points'][number] }[];
  /** V8's id while it is in; undefined while it is out. */
  breakpointId: string | undefined;
  /** Nanoseconds of the app's time that are this place's own part. */
  readonly budget: TokenBucket;
  armedAtNs: number;
  takenOutAtNs: number;
  /** Hits since it was last put in. */
  hitsThisStretch: number;
};

/** Budget may be saved up for this long, for bursts. */
const burstSeconds = 2;
/** A place that went over its budget stays out at least this long. */
const minOutMs = 100;
const maxOutMs = 2_000;

export type Places = {
  get(place: number): Place | undefined;
  /** Arms a new place, or re-arms a known one with other points. Throws what V8 refuses. */
  set(plan: PlacePlan, points: Place['points']): void;
  clear(place: number): void;
  clearAll(): void;
  setBudget(share: number): void;
  /** Charges what a hit, or its pause, cost. Returns for how long the place was taken out, ms, when that used up its budget; else 0. */
  charge(place: Place, costNs: number): number;
  rearm(place: number): void;
  /** Takes the breakpoint out now, also from inside its own condition. */
  takeOut(place: Place): void;
};

/** The breakpoints of this process, and what each may cost. */
export function createPlaces(session: DebugSession): Places {
  const places: Record<number, Place | undefined> = { __proto__: null } as never;
  /** What all places together may cost, ns. */
  const whole = createTokenBucket(0, 0, nowNs());
  let wholeNsPerSecond = 0;
  let placeCount = 0;

  /** A place's equal part. It may use what others leave; when the whole is used up, who used more than this goes. */
  const partNsPerSecond = () => wholeNsPerSecond / Math.max(1, placeCount);
  const shareOut = () => {
    for (const id of Object.keys(places)) {
      places[Number(id)]?.budget.setRate(partNsPerSecond(), partNsPerSecond() * burstSeconds);
    }
  };

  /** Ends seen after this may belong to beginnings that were not, and the other way round. */
  const markGap = (place: Place) => {
    for (let index = 0; index < place.points.length; index++) {
      const runtime = place.points[index]?.runtime;
      if (runtime !== undefined) runtime.gaps++;
    }
  };
  const putIn = (place: Place) => {
    markGap(place);
    const { scriptId, line0, column0, condition } = place.plan;
    place.breakpointId = session.setBreakpoint(scriptId, { line0, column0 }, condition);
    place.armedAtNs = nowNs();
    place.hitsThisStretch = 0;
  };
  const takeOut = (place: Place) => {
    if (place.breakpointId === undefined) return;
    // V8 lets a condition remove its own breakpoint; measured on Node 20 to 26, thousands of times under load.
    session.removeBreakpoint(place.breakpointId);
    place.breakpointId = undefined;
    place.takenOutAtNs = nowNs();
    markGap(place);
  };

  return {
    get: (place) => places[place],
    set(plan, points) {
      const known = places[plan.place];
      if (known !== undefined) {
        takeOut(known);
        known.plan = plan;
        known.points = points;
        putIn(known);
        return;
      }
      const timeNs = nowNs();
      const place: Place = {
        plan,
        points,
        breakpointId: undefined,
        budget: createTokenBucket(partNsPerSecond(), partNsPerSecond() * burstSeconds, timeNs),
        armedAtNs: timeNs,
        takenOutAtNs: timeNs,
        hitsThisStretch: 0,
      };
      putIn(place);
      places[plan.place] = place;
      placeCount++;
      shareOut();
    },
    clear(id) {
      const place = places[id];
      if (place === undefined) return;
      delete places[id];
      placeCount--;
      shareOut();
      takeOut(place);
    },
    clearAll() {
      for (const id of Object.keys(places)) this.clear(Number(id));
    },
    setBudget(share) {
      wholeNsPerSecond = share * 1e9;
      whole.setRate(wholeNsPerSecond, wholeNsPerSecond * burstSeconds);
      shareOut();
    },
    charge(place, costNs) {
      for (let index = 0; index < place.points.length; index++) {
        const runtime = place.points[index]?.runtime;
        if (runtime !== undefined) count(runtime, cell.costNs, costNs / place.points.length);
      }
      const timeNs = nowNs();
      whole.refill(timeNs);
      whole.spend(costNs);
      place.budget.refill(timeNs);
      place.budget.spend(costNs);
      if (whole.level >= 0 || place.budget.level >= 0 || place.breakpointId === undefined) return 0;
      takeOut(place);
      // Until the debt is paid and a tenth of a second's budget is there again.
      const outMs = (-whole.level / wholeNsPerSecond + 0.1) * 1e3;
      return outMs < minOutMs ? minOutMs : outMs > maxOutMs ? maxOutMs : outMs;
    },
    rearm(id) {
      const place = places[id];
      if (place === undefined || place.breakpointId !== undefined) return;
      const armedNs = place.takenOutAtNs - place.armedAtNs;
      const outNs = nowNs() - place.takenOutAtNs;
      const unseen = armedNs > 0 ? (place.hitsThisStretch * outNs) / armedNs : 0;
      for (const { runtime, point } of place.points) {
        if (!isEnd(point.role)) count(runtime, cell.unseenHits, unseen);
      }
      putIn(place);
    },
    takeOut,
  };
}
