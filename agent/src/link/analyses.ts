import { getHeapStatistics } from 'node:v8';
import { codeTooLarge, type UserError } from '@stillframe/protocol';
import type { ScriptFacts } from '../shared/messages.ts';
import { analyzeCode, type CodeAnalysis } from './codeAnalysis.ts';
import { toPath } from './filePaths.ts';

/** What this thread knows of the code of scripts; the newest are kept, within the memory there is for them. */
export type Analyses = {
  /** Rejects with a CodeTooLarge before it begins what would end this thread. */
  of(script: ScriptFacts): Promise<CodeAnalysis>;
  clear(): void;
};

/** A script that cannot be analysed within the memory of this thread. */
export class CodeTooLarge extends Error {
  readonly userError: UserError;
  constructor(userError: UserError) {
    super(userError.message);
    this.userError = userError;
  }
}

/** Heap for a character of code, its syntax tree and scopes: 40 to 50 bytes for most code, 150 for the densest measured. */
const bytesPerCharacter = 100;
const maxKept = 8;

/** `readText` gives a script's text. `memoryBytes`: what all of them may take. */
export function createAnalyses(
  readText: (script: ScriptFacts) => Promise<string>,
  memoryBytes = getHeapStatistics().heap_size_limit * 0.8,
): Analyses {
  const kept = new Map<string, { readonly analysis: CodeAnalysis; readonly bytes: number }>();
  const loading = new Map<string, Promise<CodeAnalysis>>();
  let keptBytes = 0;

  const drop = (scriptId: string) => {
    keptBytes -= kept.get(scriptId)?.bytes ?? 0;
    kept.delete(scriptId);
  };

  const load = async (script: ScriptFacts): Promise<CodeAnalysis> => {
    const text = await readText(script);
    const bytes = text.length * bytesPerCharacter;
    if (bytes > memoryBytes) throw new CodeTooLarge(codeTooLarge(toPath(script.url), text.length, memoryBytes));
    for (const oldest of kept.keys()) {
      if (kept.size < maxKept && keptBytes + bytes <= memoryBytes) break;
      drop(oldest);
    }
    const analysis = analyzeCode(text);
    drop(script.scriptId);
    kept.set(script.scriptId, { analysis, bytes });
    keptBytes += bytes;
    return analysis;
  };

  return {
    async of(script) {
      const known = kept.get(script.scriptId);
      if (known !== undefined) {
        // The newest stands last.
        kept.delete(script.scriptId);
        kept.set(script.scriptId, known);
        return known.analysis;
      }
      const begun = loading.get(script.scriptId);
      if (begun !== undefined) return begun;
      const analysis = load(script).finally(() => loading.delete(script.scriptId));
      loading.set(script.scriptId, analysis);
      return analysis;
    },
    clear() {
      kept.clear();
      keptBytes = 0;
    },
  };
}
