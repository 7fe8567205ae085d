import type { Capture, Value } from '@stillframe/protocol';
import { memberPath, visibleText } from '@stillframe/protocol/reading';

/** Where each object of a frame is written out in full, as an expression, by its id: what a second sight of it names. */
export function objectPlaces(capture: Capture, frameIndex: number): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  // The frame in view goes last, so that its own names win over those of other frames.
  const order = capture.frames.map((_, index) => index).filter((index) => index !== frameIndex);
  for (const index of [...order, frameIndex]) {
    const frame = capture.frames[index];
    const suffix = index === frameIndex ? '' : ` in ${visibleText(frame?.name ?? '') || 'another frame'}`;
    if (frame?.thisValue !== undefined) addPlaces(places, frame.thisValue, 'this', suffix);
    for (const scope of frame?.scopes ?? []) for (const { k, v } of scope.variables) addPlaces(places, v, k, suffix);
  }
  for (const { expression, value } of capture.watches)
    if (value !== undefined) addPlaces(places, value, expression, ' (watch)');
  return places;
}

function addPlaces(places: Map<number, string>, value: Value, path: string, suffix: string): void {
  const queue: (readonly [Value, string])[] = [[value, path]];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [seen, at] = next;
    if (seen.t !== 'object') continue;
    places.set(seen.id, visibleText(at) + suffix);
    for (const { k, v } of seen.props) queue.push([v, memberPath(at, k)]);
    seen.items?.forEach((item, index) => queue.push([item, memberPath(at, index)]));
    seen.entries?.forEach(([key, item], index) => {
      queue.push(
        [key, `${at} key ${index}`],
        [item, key.t === 'string' ? `${at}.get(${JSON.stringify(key.v)})` : `${at} value ${index}`],
      );
    });
  }
}
