import { isTimed } from '@stillframe/protocol';
import { cell } from '../shared/memory.ts';
import type { PlacePlan } from '../shared/plan.ts';
import { nowNs } from './clock.ts';
import type { DebugSession } from './debugSession.ts';
import { count, type ProbeRuntime } from './probeRuntime.ts';
import { createStretches, type Stretches } from './stretch.ts';
import { beginMissing, endMissing } from './unseen.ts';
import { createTokenBucket, type TokenBucket } from './tokenBucket.ts';

/** One V8 breakpoint with the probes that share it. */
export type Place = {
  plan: PlacePlan;
  points: readonly { readonly runtime: ProbeRuntime; readonly point: PlacePlan['points'][number] }[];
  /** V8's id while it is in; undefined while it is out. */
  breakpointId: string | undefined;
  /** Nanoseconds of the app's time that are this place's own part. */
  readonly budget: TokenBucket;
  /** What its probes may cost at most, ns; beyond it the place goes out though the process has budget left. */
  readonly ceiling: TokenBucket;
  readonly stretches: Stretches;
  /** While the budget keeps it out: what it most likely misses, and since when. */
  missing: { readonly hitsPerSecond: number; readonly sinceMs: number } | undefined;
};

/** Budget may be saved up for this long, for bursts. */
const burstSeconds = 2;
/** A place that went over its budget stays out at least this long. */
const minOutMs = 100;
const maxOutMs = 10_000;
/** After a breakpoint goes out of a busy function, V8 takes about this long to compile it and its callers again. */
const recompileNs = 2e6;
/** A stretch with more hits a second than this was in a busy function. */
const busyHitsPerSecond = 2_000;
/** V8 may have compiled callers around breakpoints that were in for this long, in all: many short stretches leave traces too. */
const tracelessNs = 500e6;

export type Places = {
  get(place: number): Place | undefined;
  /** Arms a new place, or re-arms a known one with other points. Throws what V8 refuses. */
  set(plan: PlacePlan, points: Place['points']): void;
  clear(place: number): void;
  clearAll(): void;
  /** Breakpoints were in for so long, since `forgetTraces`, that V8 may have compiled their callers around them. */
  readonly leftTraces: boolean;
  forgetTraces(): void;
  setBudget(share: number): void;
  /** How much slower than expected V8 is here; for places set from now on. */
  setBreakScale(scale: number): void;
  /** Charges a hit. Returns for how long the place was taken out, ms, when that used up its budget; else 0. */
  hit(place: Place, startedNs: number): number;
  /** Charges more than a hit's own time, as `hit` does. */
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
  let tracesNs = 0;
  let breakScale = 1;

  /** A place's equal part. It may use what others leave; when the whole is used up, who used more than this goes. */
  const partNsPerSecond = () => wholeNsPerSecond / Math.max(1, placeCount);
  const shareOut = () => {
    for (const id in places) {
      const place = places[id];
      if (place === undefined) continue;
      setRate(place.budget, partNsPerSecond());
      setRate(place.ceiling, ceilingOf(place.points, wholeNsPerSecond));
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
    place.stretches.begin(nowNs());
  };
  const takeOut = (place: Place) => {
    if (place.breakpointId === undefined) return;
    // V8 lets a condition remove its own breakpoint; measured on Node 20 to 26, thousands of times under load.
    session.removeBreakpoint(place.breakpointId);
    place.breakpointId = undefined;
    tracesNs += place.stretches.end(nowNs());
    markGap(place);
  };

  const spend = (place: Place, costNs: number) => {
    for (let index = 0; index < place.points.length; index++) {
      const runtime = place.points[index]?.runtime;
      if (runtime !== undefined) count(runtime, cell.costNs, costNs / place.points.length);
    }
    const timeNs = nowNs();
    whole.spend(costNs, timeNs);
    place.budget.spend(costNs, timeNs);
    place.ceiling.spend(costNs, timeNs);
  };

  const charge = (place: Place, costNs: number): number => {
    spend(place, costNs);
    const isOverWhole = whole.level < 0 && place.budget.level < 0;
    if ((!isOverWhole && place.ceiling.level >= 0) || place.breakpointId === undefined) return 0;
    takeOut(place);
    for (const id in places) {
      const other = places[id];
      if (other?.breakpointId === undefined || !isPartner(place, other)) continue;
      takeOut(other);
      beginMissing(other);
    }
    if (beginMissing(place) > busyHitsPerSecond) spend(place, recompileNs);
    // Until the debt is paid and there is budget for the next stretch.
    const wholeMs = (-whole.level / wholeNsPerSecond + stretchSeconds) * 1e3;
    const ceilingMs = (-place.ceiling.level / ceilingOf(place.points, wholeNsPerSecond)) * 1e3;
    const outMs = wholeMs > ceilingMs ? wholeMs : ceilingMs;
    return outMs < minOutMs ? minOutMs : outMs > maxOutMs ? maxOutMs : outMs;
  };

  const bringBack = (place: Place) => {
    if (place.breakpointId !== undefined) return;
    endMissing(place);
    const startedNs = nowNs();
    putIn(place);
    spend(place, nowNs() - startedNs);
  };

  return {
    get: (place) => places[place],
    get leftTraces() {
      return tracesNs > tracelessNs;
    },
    forgetTraces() {
      tracesNs = 0;
    },
    set(plan, points) {
      const known = places[plan.place];
      if (known !== undefined) {
        takeOut(known);
        endMissing(known);
        known.plan = plan;
        known.points = points;
        putIn(known);
        return shareOut();
      }
      const timeNs = nowNs();
      const ceiling = ceilingOf(points, wholeNsPerSecond);
      const place: Place = {
        plan,
        points,
        breakpointId: undefined,
        budget: createTokenBucket(partNsPerSecond(), partNsPerSecond() * burstSeconds, timeNs),
        ceiling: createTokenBucket(ceiling, ceiling * burstSeconds, timeNs),
        stretches: createStretches(plan.breakCostNs * breakScale),
        missing: undefined,
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
      endMissing(place);
    },
    clearAll() {
      for (const id in places) this.clear(+id);
    },
    setBreakScale(scale) {
      breakScale = scale;
    },
    setBudget(share) {
      wholeNsPerSecond = share * 1e9;
      setRate(whole, wholeNsPerSecond);
      shareOut();
    },
    hit: (place, startedNs) => charge(place, place.stretches.hit(startedNs, nowNs())),
    charge,
    rearm(id) {
      const place = places[id];
      if (place === undefined || place.breakpointId !== undefined) return;
      for (const otherId in places) {
        const other = places[otherId];
        if (other !== undefined && isPartner(place, other)) bringBack(other);
      }
      bringBack(place);
    },
    takeOut,
  };
}

/** Whether two places begin and end the same things: a time needs both, so they go out and come back together. */
function isPartner(place: Place, other: Place): boolean {
  if (place === other) return false;
  for (let index = 0; index < place.points.length; index++) {
    const runtime = place.points[index]?.runtime;
    if (runtime === undefined || !isTimed(runtime.plan.action.kind)) continue;
    for (let at = 0; at < other.points.length; at++) if (other.points[at]?.runtime === runtime) return true;
  }
  return false;
}

/** Seconds of budget a stretch should have at its start: few long stretches cost less compiling than many short ones. */
const stretchSeconds = 0.5;

const setRate = (bucket: TokenBucket, nsPerSecond: number) => bucket.setRate(nsPerSecond, nsPerSecond * burstSeconds);

/** What the probes of a place may cost together, ns a second; one without a limit of its own may take the whole. */
function ceilingOf(points: Place['points'], wholeNsPerSecond: number): number {
  let ceiling = 0;
  for (let index = 0; index < points.length; index++) {
    const share = points[index]?.runtime.plan.budgetShare;
    if (share === undefined) return wholeNsPerSecond;
    ceiling += share * 1e9;
  }
  return ceiling < wholeNsPerSecond ? ceiling : wholeNsPerSecond;
}
