import { StillframeError, badRequest, notFound, type Capture } from '@stillframe/protocol';
import { minIdPart } from '../core/matchingIds.ts';
import type { Store } from '../store/store.ts';

/** A capture by its id, or by a beginning or end of it that fits one capture only; throws NOT_FOUND. */
export function findCapture(store: Store, part: string): Capture {
  const exact = store.capture(part);
  if (exact !== undefined) return exact;
  const ids = part.length < minIdPart ? [] : store.captureIds(part);
  if (ids.length > 1) {
    throw new StillframeError(
      badRequest(`${part} fits several captures: ${ids.slice(0, 5).join(', ')}. Give more of the id.`),
    );
  }
  const found = ids[0] === undefined ? undefined : store.capture(ids[0]);
  if (found !== undefined) return found;
  throw new StillframeError(
    notFound(`capture ${part.slice(0, 60)}`, 'The hub keeps the newest ones for a week; `stillframe tail` shows ids.'),
  );
}
