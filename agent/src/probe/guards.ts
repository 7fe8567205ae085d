import { hookName } from '../shared/hookName.ts';
import type { Location0 } from '../shared/messages.ts';
import type { PlacePlan } from '../shared/plan.ts';
import { nowNs } from './clock.ts';
import type { DebugSession } from './debugSession.ts';
import { createList } from './primordials.ts';

/**
 * V8 does not optimise a function while a breakpoint is anywhere in it, so a line that is never reached can make a busy
 * function twenty times slower, and no hit would tell. So each function with a place has a guard: breakpoints at its entry and
 * in its loops. In a quiet function they go out after some hits. In a busy one they stay and are charged to the places
 * there, and the budget takes those out for most of the time.
 */
export type Guards = {
  /** A place was put in: its function is watched, unless it was found quiet a short while ago. */
  watch(plan: PlacePlan): void;
  /** The last place of the function is out. */
  release(plan: PlacePlan): void;
  /** One of a function's breakpoints was hit, which cost so much of the app's time. */
  hit(id: number, costNs: number): void;
  isBusy(plan: PlacePlan): boolean;
  /** V8 takes one breakpoint a position, and a guard must not be in the way of a place. */
  makeWay(scriptId: string, at: Location0): void;
};

type Guard = {
  readonly at: readonly Location0[];
  readonly scriptId: string;
  /** V8's ids, by index in `at`; undefined where it is out. */
  ids: (string | undefined)[];
  isIn: boolean;
  isBusy: boolean;
  hits: number;
  costsNs: number;
  beganNs: number;
  quietUntilNs: number;
};

/** So many hits tell whether a function is busy. */
const windowHits = 200;
/** Of the app's own time between two of them: below, V8's lost optimisation costs more than a hundredth. */
const busyGapNs = 50_000;
/** A function that was quiet is looked at again after this long. */
const quietNs = 60e9;

export function createGuards(session: DebugSession): Guards {
  const guards: Record<number, Guard | undefined> = { __proto__: null } as never;

  const guardOf = (plan: PlacePlan): Guard => {
    const known = guards[plan.guard.id];
    if (known !== undefined) return known;
    const { scriptId, guard } = plan;
    const created: Guard = {
      at: guard.at,
      scriptId,
      ids: createList(),
      isIn: false,
      isBusy: false,
      hits: 0,
      costsNs: 0,
      beganNs: 0,
      quietUntilNs: 0,
    };
    guards[guard.id] = created;
    return created;
  };

  const takeOut = (guard: Guard) => {
    const { ids } = guard;
    guard.ids = createList();
    guard.isIn = false;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index];
      if (id !== undefined) session.removeBreakpoint(id);
    }
  };

  const begin = (guard: Guard) => {
    guard.hits = 0;
    guard.costsNs = 0;
    guard.beganNs = nowNs();
  };

  return {
    watch(plan) {
      const guard = guardOf(plan);
      if (guard.isIn || nowNs() < guard.quietUntilNs) return;
      guard.isIn = true;
      for (let index = 0; index < guard.at.length; index++) {
        const at = guard.at[index];
        if (at === undefined) continue;
        try {
          guard.ids[index] = session.setBreakpoint(plan.scriptId, at, `${hookName}.guard(${plan.guard.id})`);
        } catch {
          // A place is there already.
          guard.ids[index] = undefined;
        }
      }
      begin(guard);
    },
    release(plan) {
      const guard = guards[plan.guard.id];
      if (guard?.isIn === true) takeOut(guard);
    },
    hit(id, costNs) {
      const guard = guards[id];
      if (guard === undefined) return;
      guard.costsNs += costNs;
      if (++guard.hits < windowHits) return;
      guard.isBusy = nowNs() - guard.beganNs - guard.costsNs < windowHits * busyGapNs;
      if (guard.isBusy) return begin(guard);
      guard.quietUntilNs = nowNs() + quietNs;
      takeOut(guard);
    },
    isBusy: (plan) => guards[plan.guard.id]?.isBusy === true,
    makeWay(scriptId, at) {
      for (const id in guards) {
        const guard = guards[id];
        if (guard?.scriptId !== scriptId || !guard.isIn) continue;
        for (let index = 0; index < guard.at.length; index++) {
          const known = guard.ids[index];
          const own = guard.at[index];
          if (known === undefined || own?.line0 !== at.line0 || own.column0 !== at.column0) continue;
          session.removeBreakpoint(known);
          guard.ids[index] = undefined;
        }
      }
    },
  };
}
