import type { Frame } from '@stillframe/protocol';
import type { Location0, ScriptFacts } from '../shared/messages.ts';
import { CodeTooLarge } from './analyses.ts';
import { toPath } from './filePaths.ts';
import { originalNames } from './originalNames.ts';
import type { Scripts } from './scripts.ts';

/** What is known of a variable of a caller's frame. */
export type FrameVariable = {
  /** What the source calls it. */
  readonly original: string;
  /** Where the frame waits, it has no value yet. */
  readonly isUninitialised: boolean;
  /** As one of a function around the frame's: that one uses it, and it is more than a function or class. */
  readonly isShownAsClosure: boolean;
};

/** The names of a frame's variables. */
export type FrameNames = {
  /** By the name in the running code; undefined for what the build added. */
  of(name: string): FrameVariable | undefined;
  /** Why they are those of the running code, and not only those that matter. */
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
    const analysis = await scripts.analysisOf(script);
    const variables = new Map<string, FrameVariable>();
    for (const variable of originalNames(analysis, at, map === undefined ? undefined : { map, source })) {
      const { name, original, key, scope, state, isUsedHere, isDeclaration } = variable;
      if (key !== undefined) continue;
      const isShownAsClosure = scope === 'closure' && isUsedHere && !isDeclaration;
      variables.set(name, { original, isUninitialised: state === 'uninitialised', isShownAsClosure });
    }
    // Names that the code makes at run time are the source's own.
    const unknown = (name: string) =>
      map === undefined ? { ...running.of(name), isShownAsClosure: false } : undefined;
    return { names: { of: (name: string) => variables.get(name) ?? unknown(name) }, count: variables.size + 1 };
  };

  return {
    async of(frame) {
      if (frame === undefined) return running;
      const { url, line1, column1 } = frame.generated ?? { ...frame, url: frame.file };
      const script = scripts.byUrl(url);
      if (script === undefined) return running;
      const place = `${script.scriptId}:${line1}:${column1}`;
      const known = kept.get(place);
      if (known !== undefined) return known.names;
      const at = { line0: line1 - 1, column0: column1 - 1 };
      const { names, count } = await find(script, at, frame.file).catch((error: unknown) => ({
        names: { ...running, note: script.sourceMapUrl === '' ? undefined : noteOf(script, error) },
        count: 1,
      }));
      keep(place, names, count);
      return names;
    },
  };
}

const running = {
  of: (name: string): FrameVariable => ({ original: name, isUninitialised: false, isShownAsClosure: true }),
};

function noteOf({ url }: ScriptFacts, error: unknown): string {
  const reason = error instanceof CodeTooLarge ? error.userError.message : `${toPath(url)} could not be analysed.`;
  return `Variables have the names of the running code: ${reason}`;
}
