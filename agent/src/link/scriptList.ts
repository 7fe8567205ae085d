import type { ScriptFacts } from '../shared/messages.ts';

/** Scripts by id, oldest first. Bounded: V8 does not say when a script is collected, so the oldest are taken to be. */
export type ScriptList = {
  /** Returns what is forgotten for it. */
  add(script: ScriptFacts): readonly ScriptFacts[];
  remove(script: ScriptFacts): void;
  all(): readonly ScriptFacts[];
  clear(): void;
};

/** Of one URL: a file that is loaded or evaluated again and again leaves its former versions behind. */
export const maxVersions = 16;
/** Of scripts that are no files: code that is evaluated under names of its own. */
export const maxUnfiled = 2_000;
/** Of files. */
const maxFiles = 50_000;

export function createScriptList(): ScriptList {
  const files = new Map<string, ScriptFacts>();
  const unfiled = new Map<string, ScriptFacts>();
  const versions = new Map<string, ScriptFacts[]>();

  const groupOf = ({ url }: ScriptFacts) => (isFile(url) ? files : unfiled);

  const remove = (script: ScriptFacts) => {
    groupOf(script).delete(script.scriptId);
    const rest = versions.get(script.url)?.filter((other) => other !== script) ?? [];
    if (rest.length === 0) versions.delete(script.url);
    else versions.set(script.url, rest);
  };

  return {
    add(script) {
      const group = groupOf(script);
      group.set(script.scriptId, script);
      const same = versions.get(script.url);
      if (same === undefined) versions.set(script.url, [script]);
      else same.push(script);
      const forgotten: ScriptFacts[] = [];
      const [oldestVersion] = same ?? [];
      if (same !== undefined && same.length > maxVersions && oldestVersion !== undefined) forgotten.push(oldestVersion);
      const [oldest] = group.values();
      if (group.size > (group === files ? maxFiles : maxUnfiled) && oldest !== undefined) forgotten.push(oldest);
      forgotten.forEach(remove);
      return forgotten;
    },
    remove,
    all: () => [...files.values(), ...unfiled.values()],
    clear() {
      files.clear();
      unfiled.clear();
      versions.clear();
    },
  };
}

const isFile = (url: string) => url.startsWith('file:') || url.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(url);
