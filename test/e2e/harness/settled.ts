import { until } from './until.ts';
import type { Point } from './drawnText.ts';

/**
 * Waits until a point has not moved for a moment: a CodeLens that arrives late pushes the lines down, and a mouse sent to
 * where a line was would meet the line above.
 */
export async function settled(ask: () => Promise<Point | undefined>, what: string, stillMs = 300): Promise<Point> {
  let last = '';
  let sinceMs = 0;
  return until(
    async () => {
      const point = await ask();
      const seen = point && `${point.x},${point.y}`;
      if (seen === undefined || seen !== last) sinceMs = Date.now();
      last = seen ?? '';
      return Date.now() - sinceMs >= stillMs ? point : undefined;
    },
    { what: `${what} to stop moving` },
  );
}
