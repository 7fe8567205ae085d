/**
 * What one breakpoint saw while it was in, and from that how often its line runs when nobody looks. Time of ours is taken
 * out of the reckoning: on a busy line most of a stretch is the debugger's own, in which the app could do nothing.
 */
export type Stretches = {
  begin(timeNs: number): void;
  /** A hit whose condition began at `startedNs`, and ended at `endedNs`. Returns what it cost in all, ns. */
  hit(startedNs: number, endedNs: number): number;
  /** The breakpoint goes out. Returns how long it was in, ns. */
  end(timeNs: number): number;
  /** Hits a second of the app's own time, and how far off that may be, relative; 1 or more: a lower bound, no more. */
  estimate(): { readonly hitsPerSecond: number; readonly error: number };
  readonly hits: number;
};

/** Older stretches count less: half after this many. A line's rate changes with the load. */
const decay = 0.85;
/** V8's own part of a hit is known this well, relative: it grows with the hits since the last garbage collection. */
const shareError = 0.3;
/** A pause between two hits up to this many times V8's part is charged as V8's part: it has most likely become slower. */
const chargedGaps = 3;

/** `breakNs` is V8's expected part of each hit. */
export function createStretches(breakNs: number): Stretches {
  let beganNs = 0;
  let lastEndedNs = 0;
  let hits = 0;
  let handlerNs = 0;
  let shortestGapNs = Infinity;
  // Of all earlier stretches, decayed.
  let seenHits = 0;
  let appNs = 0;
  let wallNs = 0;

  /** V8's part as seen: no more than the shortest time between two hits. */
  const shareNs = () => (shortestGapNs < breakNs * 1.5 ? shortestGapNs : breakNs * 1.5);
  const ownAppNs = (inNs: number) => {
    const own = inNs - handlerNs - hits * shareNs();
    return own > 0 ? own : 0;
  };

  /** V8's part of a hit, as charged. */
  const breakPart = (startedNs: number, endedNs: number) => {
    const gapNs = lastEndedNs === 0 ? Infinity : startedNs - lastEndedNs;
    lastEndedNs = endedNs;
    if (gapNs < shortestGapNs) shortestGapNs = gapNs;
    return gapNs < chargedGaps * breakNs ? gapNs : breakNs;
  };

  return {
    get hits() {
      return hits;
    },
    begin(timeNs) {
      beganNs = timeNs;
      lastEndedNs = 0;
      hits = 0;
      handlerNs = 0;
    },
    hit(startedNs, endedNs) {
      hits++;
      handlerNs += endedNs - startedNs;
      return endedNs - startedNs + breakPart(startedNs, endedNs);
    },
    end(timeNs) {
      const inNs = timeNs - beganNs;
      // It ends at a hit, which is one more than chance would have seen.
      seenHits = seenHits * decay + (hits > 1 ? hits - 1 : 0);
      appNs = appNs * decay + ownAppNs(inNs);
      wallNs = wallNs * decay + inNs;
      // The shortest gap is forgotten slowly too: V8's part shrinks and grows.
      shortestGapNs *= 1.1;
      return inNs;
    },
    estimate() {
      if (seenHits === 0) return { hitsPerSecond: 0, error: 1 };
      const floorNs = wallNs * 0.02;
      const ownNs = appNs > floorNs ? appNs : floorNs;
      const unsureNs = seenHits * shareNs() * shareError;
      return { hitsPerSecond: (seenHits / ownNs) * 1e9, error: unsureNs / ownNs + seenHits ** -0.5 };
    },
  };
}
