import { matchFile } from '@stillframe/protocol';
import type { ScriptFacts } from '../shared/messages.ts';
import type { AppThread } from './appThread.ts';
import { createAnalyses } from './analyses.ts';
import { createCache } from './cache.ts';
import type { CodeAnalysis } from './codeAnalysis.ts';
import { toPath } from './filePaths.ts';
import { createScriptList } from './scriptList.ts';
import { loadSourceMap, type SourceMap } from './sourceMap.ts';
import { readSource } from './sourceText.ts';

/** A script that holds code of a file: as that file itself, or as what `source` was compiled to. */
export type Host = { readonly script: ScriptFacts; readonly source: string | undefined };

export type HostMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly files: readonly string[] }
  | { readonly kind: 'found'; readonly file: string; readonly hosts: readonly Host[] };

/** All scripts of the process, and what can be found out about them; maps and syntax trees come and go. */
export type Scripts = {
  add(script: ScriptFacts): void;
  /** V8 has collected it. */
  forget(script: ScriptFacts): void;
  clear(): void;
  /** The original (else generated) file that a probe's `file` names. */
  find(file: string): Promise<HostMatch>;
  /** Whether a script could be one that `find` gives for this file. */
  holds(script: ScriptFacts, file: string): Promise<boolean>;
  /** Every original (else generated) file of the app's own. */
  files(): Promise<readonly string[]>;
  mapOf(script: ScriptFacts): Promise<SourceMap | undefined>;
  /** Rejects with a CodeTooLarge. */
  analysisOf(script: ScriptFacts): Promise<CodeAnalysis>;
  /** The file's own text as it was when it was built or loaded; undefined when it is not at hand. */
  originalText(host: Host): Promise<string | undefined>;
  /** By URL or path as a stack frame gives it. */
  byUrl(url: string): ScriptFacts | undefined;
};

/** Kept at a time; a map of a large bundle takes tens of MB. */
const maxMaps = 24;

export function createScripts(app: AppThread): Scripts {
  const list = createScriptList();
  const byPath = new Map<string, ScriptFacts>();
  const sourcesById = new Map<string, readonly string[]>();
  const maps = createCache<SourceMap | undefined>(maxMaps, (map) => map?.dispose());
  const analyses = createAnalyses((script) => readSource(script, () => app.source(script.scriptId)));

  const mapOf = (script: ScriptFacts) =>
    script.sourceMapUrl === ''
      ? Promise.resolve(undefined)
      : maps.get(script.scriptId, () => loadSourceMap(script.url, script.sourceMapUrl));

  const sourcesOf = async (script: ScriptFacts): Promise<readonly string[]> => {
    const known = sourcesById.get(script.scriptId);
    if (known !== undefined) return known;
    const sources = (await mapOf(script))?.sources ?? [];
    sourcesById.set(script.scriptId, sources);
    return sources;
  };

  const forget = ({ scriptId, url }: ScriptFacts) => {
    sourcesById.delete(scriptId);
    if (byPath.get(toPath(url))?.scriptId === scriptId) byPath.delete(toPath(url));
  };

  const hostsAmong = async (file: string, scripts: readonly ScriptFacts[]): Promise<HostMatch> => {
    // Originals first: a file with a map is asked for by its generated name only when no original fits.
    const originals = new Map<string, Host[]>();
    const generated = new Map<string, Host[]>();
    for (const script of scripts) {
      const sources = await sourcesOf(script);
      add(sources.length === 0 ? originals : generated, toPath(script.url), { script, source: undefined });
      for (const source of sources) add(originals, source, { script, source });
    }
    for (const files of [originals, generated]) {
      const match = matchFile(toPath(file), [...files.keys()]);
      if (match.kind === 'ambiguous') return match;
      if (match.kind === 'found') return { kind: 'found', file: match.file, hosts: files.get(match.file) ?? [] };
    }
    return { kind: 'none' };
  };

  return {
    add(script) {
      for (const gone of list.add(script)) forget(gone);
      byPath.set(toPath(script.url), script);
    },
    forget(script) {
      list.remove(script);
      forget(script);
    },
    clear() {
      list.clear();
      byPath.clear();
      sourcesById.clear();
      maps.clear();
      analyses.clear();
    },
    async find(file) {
      const all = list.all();
      const own = await hostsAmong(
        file,
        all.filter(({ url }) => !url.includes('/node_modules/')),
      );
      if (own.kind !== 'none') return own;
      return hostsAmong(
        file,
        all.filter(({ url }) => url.includes('/node_modules/')),
      );
    },
    async files() {
      const own = list.all().filter(({ url }) => !url.includes('/node_modules/') && !url.startsWith('node:'));
      const files = new Set<string>();
      for (const script of own) {
        const sources = await sourcesOf(script);
        for (const file of sources.length === 0 ? [toPath(script.url)] : sources) files.add(file);
      }
      return [...files];
    },
    async holds(script, file) {
      return matchFile(toPath(file), [toPath(script.url), ...(await sourcesOf(script))]).kind !== 'none';
    },
    mapOf,
    analysisOf: (script) => analyses.of(script),
    async originalText({ script, source }) {
      if (source !== undefined) return (await mapOf(script))?.textOf(source);
      // What runs of TypeScript without a map is what is left of it.
      if (/\.[cm]?tsx?$/.test(toPath(script.url))) return undefined;
      return readSource(script, () => app.source(script.scriptId)).catch(() => undefined); // collected
    },
    byUrl: (url) => byPath.get(toPath(url)),
  };
}

function add(files: Map<string, Host[]>, file: string, host: Host): void {
  const hosts = files.get(file);
  if (hosts === undefined) files.set(file, [host]);
  else hosts.push(host);
}
