import type { Location0, ScriptFacts } from '../shared/messages.ts';
import { createCache } from './cache.ts';
import { isInSource, originalNameOf, type Origin } from './originalNames.ts';
import type { Scripts } from './scripts.ts';

/** What functions on a stack are called. */
export type FunctionNames = {
  /** The source's name of the function around a place that runs as `name`; `name` where that is not known. Never rejects. */
  of(name: string, script: ScriptFacts, at: Location0, origin: Origin): Promise<string>;
};

/** Places whose function's name is kept; the same come again with each capture. */
const maxKept = 1_000;
/** Minifiers give shorter ones; a longer name that the source has is taken for its own. */
const maxShort = 3;

export function createFunctionNames(scripts: Scripts): FunctionNames {
  const kept = createCache<string>(maxKept, () => {});

  const find = async (name: string, script: ScriptFacts, at: Location0, origin: Origin): Promise<string> => {
    if (name.length > maxShort && isInSource(name, origin)) return name;
    try {
      const analysis = await scripts.analysisOf(script);
      const declared = analysis.functionNameAt(at);
      // V8 may have been told another name at run time.
      if (declared?.name !== name) return name;
      return originalNameOf(declared.offset, name, analysis, origin) ?? name;
    } catch {
      return name; // too large, or not to be had any more
    }
  };

  return {
    async of(name, script, at, origin) {
      // Dependencies are many files, and few of them minified.
      if (name === '' || script.url.includes('/node_modules/')) return name;
      const place = `${script.scriptId}:${at.line0}:${at.column0}`;
      return kept.get(place, () => find(name, script, at, origin));
    },
  };
}
