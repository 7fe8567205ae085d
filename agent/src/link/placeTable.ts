import type { FunctionCode, PlacePlan, PointPlan, Role } from '../shared/plan.ts';
import { globalName, hiddenName } from '../shared/plan.ts';
import type { AppThread } from './appThread.ts';
import { expectedBreakCostNs } from './breakCost.ts';
import type { Spot } from './locate.ts';
import type { OriginalName } from './originalNames.ts';
import { placeCondition } from './placeCondition.ts';
import type { PlannedProbe } from './planProbe.ts';

/** One probe wanting to be at one spot. */
export type Wish = {
  readonly spot: Spot;
  readonly role: Role;
  readonly planned: PlannedProbe;
  readonly code?: FunctionCode | undefined;
};

/** What a snapshot's values at a place are called, in the order they come, uninitialised ones included. */
export type Layout = { readonly spot: Spot; readonly variables: readonly OriginalName[] };

/** Who is at which V8 position. V8 takes one breakpoint a position, so probes there share a place. */
export type PlaceTable = {
  /** Moves a probe to exactly these spots; returns its layout at each place. What is new there waits for `arm`. */
  put(probe: number, wishes: readonly Wish[]): ReadonlyMap<number, Layout>;
  /** Has the app's thread set all places that wait, in one go: many breakpoints must not be many stalls. */
  arm(): void;
  remove(probe: number): void;
  /** A name threw: from now on this place reads every name on its own. */
  guard(place: number): void;
  probesAt(place: number): readonly number[];
};

type Place = {
  readonly id: number;
  readonly spot: Spot;
  readonly wishes: { readonly probe: number; readonly wish: Wish }[];
  isGuarded: boolean;
};

export function createPlaceTable(app: AppThread): PlaceTable {
  const byPosition = new Map<string, Place>();
  const byId = new Map<number, Place>();
  const waiting = new Set<Place>();
  let nextId = 1;

  const arm = () => {
    if (waiting.size === 0) return;
    const plans = [...waiting].map(planOf);
    waiting.clear();
    app.send({ type: 'setPlaces', plans });
  };

  const placeFor = (spot: Spot): Place => {
    const position = positionOf(spot);
    const known = byPosition.get(position);
    if (known !== undefined) return known;
    const place: Place = { id: nextId++, spot, wishes: [], isGuarded: false };
    byPosition.set(position, place);
    byId.set(place.id, place);
    return place;
  };

  const tell = (place: Place) => {
    if (place.wishes.length > 0) return void waiting.add(place);
    waiting.delete(place);
    byPosition.delete(positionOf(place.spot));
    byId.delete(place.id);
    app.send({ type: 'clearPlace', place: place.id });
  };

  const replace = (probe: number, wishes: readonly Wish[]): ReadonlyMap<number, Layout> => {
    const touched = new Set<Place>();
    for (const place of byId.values()) {
      const kept = place.wishes.filter((entry) => entry.probe !== probe);
      if (kept.length === place.wishes.length) continue;
      place.wishes.splice(0, Infinity, ...kept);
      touched.add(place);
    }
    const layouts = new Map<number, Layout>();
    for (const wish of wishes) {
      const place = placeFor(wish.spot);
      place.wishes.push({ probe, wish });
      touched.add(place);
      layouts.set(place.id, { spot: wish.spot, variables: snapshotNames(wish) });
    }
    for (const place of touched) tell(place);
    return layouts;
  };

  return {
    put: replace,
    arm,
    remove(probe) {
      replace(probe, []);
      arm();
    },
    guard(id) {
      const place = byId.get(id);
      if (place === undefined || place.isGuarded) return;
      place.isGuarded = true;
      tell(place);
      arm();
    },
    probesAt: (id) => byId.get(id)?.wishes.map(({ probe }) => probe) ?? [],
  };
}

const positionOf = ({ script, at }: Spot) => `${script.scriptId}:${at.line0}:${at.column0}`;

function planOf(place: Place): PlacePlan {
  const { spot } = place;
  const passed: string[] = [];
  const indexOf = (name: string) => {
    const index = passed.indexOf(name);
    return index >= 0 ? index : passed.push(name) - 1;
  };
  const find = (original: string) => spot.names.find((entry) => entry.original === original);

  const points = place.wishes.map(({ probe, wish }): PointPlan => {
    // Leaving a function evaluates nothing.
    const programs = wish.role === 'leave' ? [] : wish.planned.plan.programs;
    const nameIndexes = programs.map((program) =>
      program.names.map((name) => {
        const entry = find(name);
        if (entry === undefined) return globalName;
        return isReadable(entry) ? indexOf(entry.name) : hiddenName;
      }),
    );
    const nameKeys = programs.map((program) => program.names.map((name) => find(name)?.key ?? null));
    const variables = snapshotNames(wish)
      .filter(isReadable)
      .map(({ name }) => indexOf(name));
    return { probe, role: wish.role, nameIndexes, nameKeys, variables, code: wish.code };
  });
  return {
    place: place.id,
    scriptId: spot.script.scriptId,
    line0: spot.at.line0,
    column0: spot.at.column0,
    condition: placeCondition(place.id, passed, {
      isGuarded: place.isGuarded,
      isThisKnown: spot.analysis.isThisKnownAt(spot.at),
    }),
    breakCostNs: expectedBreakCostNs(spot.analysis.functionAt(spot.at).lines),
    points,
  };
}

/** Whether a hit can hand the name's value over. */
export const isReadable = ({ state }: Pick<OriginalName, 'state'>) => state === 'ready' || state === 'maybe';

/** CommonJS's own five are in every file and say nothing. */
const moduleWrapperNames = new Set(['exports', 'require', 'module', '__filename', '__dirname']);

function snapshotNames({ spot, planned }: Wish): OriginalName[] {
  if (planned.plan.action.kind !== 'snapshot') return [];
  return spot.names.filter(({ name, scope, state, isUsedHere, isDeclaration }) => {
    if (moduleWrapperNames.has(name) || state === 'unreachable') return false;
    return scope === 'local' ? !(isDeclaration && isTopLevel(spot)) : isUsedHere && !isDeclaration;
  });
}

/** At top level every function and class of the file would be a "local". */
const isTopLevel = ({ analysis, at }: Spot) => analysis.functionAt(at).isTopLevel;
