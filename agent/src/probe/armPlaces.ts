import type { ToLink } from '../shared/messages.ts';
import type { PlacePlan } from '../shared/plan.ts';
import { nowNs } from './clock.ts';
import { reasonText } from './failures.ts';
import type { Place, Places } from './places.ts';
import { createList } from './primordials.ts';
import type { ProbeRuntime } from './probeRuntime.ts';

/** A breakpoint that took longer than this to set made V8 walk the heap. */
const slowPlaceNs = 5e6;
/** Dropping all machine code costs about three such walks, once, and saves one for each place still to come. */
const worthDropping = 4;

/**
 * On the app's thread: sets the breakpoints of many places as one stall. On a large heap V8 walks all of it for the first
 * breakpoint in each function (60 to 90 ms at 330 MB, forty functions 3 s); once the machine code is dropped, a breakpoint
 * takes 0.1 ms.
 */
export function armPlaces(options: {
  readonly plans: readonly PlacePlan[];
  readonly probes: Readonly<Record<number, ProbeRuntime | undefined>>;
  readonly places: Places;
  /** Told before the breakpoint is in, so that the promise of its first call is seen. */
  readonly watchPromises: (place: number, isAsync: boolean) => void;
  readonly dropMachineCode: () => void;
}): Extract<ToLink, { type: 'placed' }> {
  const { plans, probes, places, watchPromises, dropMachineCode } = options;
  const beganNs = nowNs();
  const placed = createList<{ place: number; problem?: string }>();
  let isDropped = false;
  for (let index = 0; index < plans.length; index++) {
    const plan = plans[index];
    if (plan === undefined) continue;
    const startedNs = nowNs();
    try {
      const points = pointsOf(plan, probes);
      watchPromises(plan.place, beginsAsync(points));
      places.set(plan, points);
      placed[placed.length] = { place: plan.place };
    } catch (error) {
      placed[placed.length] = { place: plan.place, problem: reasonText(error) };
    }
    if (isDropped || nowNs() - startedNs < slowPlaceNs || plans.length - index <= worthDropping) continue;
    dropMachineCode();
    isDropped = true;
  }
  return { type: 'placed', places: placed, stallMs: (nowNs() - beganNs) / 1e6 };
}

function pointsOf(plan: PlacePlan, probes: Readonly<Record<number, ProbeRuntime | undefined>>): Place['points'] {
  const points = createList<Place['points'][number]>();
  for (let index = 0; index < plan.points.length; index++) {
    const point = plan.points[index];
    const runtime = point === undefined ? undefined : probes[point.probe];
    if (point !== undefined && runtime !== undefined) points[points.length] = { runtime, point };
  }
  return points;
}

function beginsAsync(points: Place['points']): boolean {
  for (let index = 0; index < points.length; index++) if (points[index]?.point.role === 'enterAsync') return true;
  return false;
}
