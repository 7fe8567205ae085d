import type { Capture, Frame } from '@stillframe/protocol';
import type { HubModel } from '../../hub/hubModel.ts';
import type { IsHere } from './probesInDocument.ts';

/** Captures that are looked through for one question; they are newest first. */
const maxLooked = 200;

export type SeenFrame = { readonly capture: Capture; readonly frame: Frame };

/** Frames with variables in one file, the newest capture's first. */
export function* seenFrames(hub: Pick<HubModel, 'captures'>, isHere: IsHere): Generator<SeenFrame> {
  for (const capture of hub.captures.slice(0, maxLooked)) {
    for (const frame of capture.frames) {
      if (frame.scopes !== undefined && isHere(frame.file)) yield { capture, frame };
    }
  }
}
