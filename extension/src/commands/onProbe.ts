import type { ProbeView } from '@stillframe/protocol';
import type { CommandContext } from './commandContext.ts';
import { probeFor } from './targets.ts';

/** A command on the probe of a tree row, a hover link, the line menu's argument or the cursor's line; else of those wanted a person picks. */
export const onProbe =
  (
    { hub, places }: CommandContext,
    work: (view: ProbeView) => Promise<unknown>,
    isWanted?: (view: ProbeView) => boolean,
  ) =>
  async (...given: readonly unknown[]): Promise<void> => {
    const view = await probeFor(given, hub, places, isWanted);
    if (view !== undefined) await work(view);
  };
