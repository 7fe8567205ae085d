import type { Capture, Frame } from '@stillframe/protocol';
import { timeText } from '@stillframe/protocol/reading';
import { createVariableHandles, type CaptureVariables, type VariableHandles } from './captureVariables.ts';

/** A capture as a thread that stands where the process was at the hit. */
export type Hit = {
  readonly threadId: number;
  readonly capture: Capture;
  readonly variables: CaptureVariables;
};

export type HitFrame = { readonly hit: Hit; readonly frame: Frame };

/** The hits of a session by the ids the protocol knows them by. An id is never used twice. */
export type Hits = {
  /** Oldest first. */
  readonly all: readonly Hit[];
  add(capture: Capture): Hit;
  remove(hit: Hit): void;
  ofThread(threadId: number): Hit | undefined;
  frameId(hit: Hit, index: number): number;
  /** The frame of an id, or the newest hit's first one without any. */
  frame(frameId: number | undefined): HitFrame | undefined;
  /** The hit `steps` further on among those of the same probe; undefined at the end. */
  neighbour(hit: Hit, steps: number): Hit | undefined;
  /** The hits of the same probe, oldest first. */
  siblings(hit: Hit): readonly Hit[];
  readonly handles: VariableHandles;
};

/** A capture has at most 50 frames. */
const framesPerHit = 1_000;

export function createHits(): Hits {
  const handles = createVariableHandles();
  let all: readonly Hit[] = [];
  let lastThreadId = 0;
  const ofThread = (threadId: number) => all.find((hit) => hit.threadId === threadId);
  const siblings = (hit: Hit) => all.filter(({ capture }) => capture.probeId === hit.capture.probeId);

  return {
    get all() {
      return all;
    },
    handles,
    ofThread,
    siblings,
    add(capture) {
      lastThreadId += 1;
      const hit = { threadId: lastThreadId, capture, variables: handles.ofCapture(capture) };
      all = [...all, hit].sort((a, b) => a.capture.atMs - b.capture.atMs || a.threadId - b.threadId);
      return hit;
    },
    remove(hit) {
      all = all.filter((each) => each !== hit);
    },
    frameId: (hit, index) => hit.threadId * framesPerHit + index,
    frame(frameId) {
      const hit = frameId === undefined ? all.at(-1) : ofThread(Math.floor(frameId / framesPerHit));
      const frame = hit?.capture.frames[frameId === undefined ? 0 : frameId % framesPerHit];
      return hit === undefined || frame === undefined ? undefined : { hit, frame };
    },
    neighbour(hit, steps) {
      const among = siblings(hit);
      return among[among.indexOf(hit) + steps];
    },
  };
}

/** `hit 3 at 12:03:07.114` */
export const describeHit = ({ capture }: Hit): string => `hit ${capture.hit} at ${timeText(capture.atMs, Date.now())}`;
