import type { Frame } from '@stillframe/protocol';
import type { Location0, ScriptFacts } from '../shared/messages.ts';
import { CodeTooLarge } from './analyses.ts';
import { toPath } from './filePaths.ts';
import { originalNames } from './originalNames.ts';
import type { Scripts } from './scripts.ts';

/** The names of a frame's variables. */
export type FrameNames = {
  /** What the source calls a variable of the running code; undefined for what the build added. */
  of(name: string): string | undefined;
  /** Why they are those of the running code although its source is known. */
  readonly note?: string | undefined;
};

export type CallerNames = {
  /** Never rejects: where they cannot be found out, names are those of the running code. */
  of(frame: Frame | undefined): Promise<FrameNames>;
};

/** Names kept for all places together, about 100 bytes each; one place may have thousands (top-level code of a bundle). */
const maxKept = 20_000;

/** What frames of callers go by. The same callers come again with each capture, so the names at a place are kept. */
export function createCallerNames(scripts: Scripts): CallerNames {
  const kept = new Map<string, { readonly names: FrameNames; readonly count: number }>();
  let keptCount = 0;

  const keep = (place: string, names: FrameNames, count: number) => {
    kept.set(place, { names, count });
    keptCount += count;
    for (const [oldest, entry] of kept) {
      if (keptCount <= maxKept) return;
      kept.delete(oldest);
      keptCount -= entry.count;
    }
  };

  const find = async (script: ScriptFacts, at: Location0, source: string) => {
    const map = await scripts.mapOf(script);
    if (map === undefined) return { names: running, count: 1 };
    const originals = new Map<string, string>();
    for (const { name, original, key } of originalNames(await scripts.analysisOf(script), at, { map, source })) {
      if (key === undefined) originals.set(name, original);
    }
    return { names: { of: (name: string) => originals.get(name) }, count: originals.size + 1 };
  };

  return {
    async of(frame) {
      const { generated } = frame ?? {};
      const script = generated === undefined ? undefined : scripts.byUrl(generated.url);
      if (frame === undefined || generated === undefined || script === undefined) return running;
      const place = `${script.scriptId}:${generated.line1}:${generated.column1}`;
      const known = kept.get(place);
      if (known !== undefined) return known.names;
      const at = { line0: generated.line1 - 1, column0: generated.column1 - 1 };
      const { names, count } = await find(script, at, frame.file).catch((error: unknown) => ({
        names: { ...running, note: noteOf(script, error) },
        count: 1,
      }));
      keep(place, names, count);
      return names;
    },
  };
}

const running: FrameNames = { of: (name) => name };

function noteOf({ url }: ScriptFacts, error: unknown): string {
  const reason = error instanceof CodeTooLarge ? error.userError.message : `${toPath(url)} could not be analysed.`;
  return `Variables have the names of the running code: ${reason}`;
}
