import { readFileSync } from 'node:fs';
import {
  SourceMapConsumer,
  type BasicSourceMapConsumer,
  type IndexedSourceMapConsumer,
  type MappedPosition,
} from 'source-map';
import { toPath } from './filePaths.ts';

/** A script's source map with its sources as absolute paths (or URLs where they are not files). */
export type SourceMap = {
  readonly sources: readonly string[];
  /** Where generated code came from; undefined for code of the tool's own. */
  originalAt(line0: number, column0: number): OriginalPosition | undefined;
  /** Every generated start of this original line's code, in generated order. */
  generatedFor(source: string, line1: number): readonly { readonly line0: number; readonly column0: number }[];
  /** A source's text, when the map carries it. */
  textOf(source: string): string | undefined;
  /** Whether the map has an entry for exactly this place of the running code. */
  isExact(line0: number, column0: number): boolean;
  /** The lines of an original: from the map, else from disk; undefined where neither has it. */
  linesOf(source: string): readonly string[] | undefined;
  dispose(): void;
};

export type OriginalPosition = {
  readonly source: string;
  readonly line1: number;
  readonly column1: number;
  readonly name: string | undefined;
};

/** Largest source map read, bytes. */
const maxMapBytes = 256 * 1_048_576;

/** Undefined when the script has none, or it cannot be read or parsed: the generated file is then all there is. */
export async function loadSourceMap(scriptUrl: string, sourceMapUrl: string): Promise<SourceMap | undefined> {
  if (sourceMapUrl === '') return undefined;
  try {
    const { text, base } = readMap(scriptUrl, sourceMapUrl);
    if (text.length > maxMapBytes) return undefined;
    // Google's XSSI prefix is part of the format.
    const consumer = await new SourceMapConsumer(text.replace(/^\)]}'[^\n]*\n/, ''), base);
    return view(consumer);
  } catch {
    return undefined;
  }
}

function readMap(scriptUrl: string, sourceMapUrl: string): { readonly text: string; readonly base: string } {
  const data = /^data:[^,]*?(;base64)?,(.*)$/s.exec(sourceMapUrl);
  if (data !== null) {
    const [, base64, body = ''] = data;
    const text = base64 === undefined ? decodeURIComponent(body) : Buffer.from(body, 'base64').toString('utf8');
    return { text, base: scriptUrl };
  }
  const scriptAddress = scriptUrl.startsWith('/') ? `file://${scriptUrl}` : scriptUrl;
  const mapUrl = new URL(sourceMapUrl, scriptAddress).href;
  return { text: readFileSync(new URL(mapUrl), 'utf8'), base: mapUrl };
}

function view(consumer: BasicSourceMapConsumer | IndexedSourceMapConsumer): SourceMap {
  const texts = new Map<string, readonly string[] | undefined>();
  const textOf = (source: string): string | undefined => {
    const spelled = spelling.get(source);
    return spelled === undefined ? undefined : (consumer.sourceContentFor(spelled, true) ?? undefined);
  };
  const readText = (source: string): string | undefined => {
    const inMap = textOf(source);
    if (inMap !== undefined) return inMap;
    try {
      return readFileSync(source, 'utf8');
    } catch {
      return undefined;
    }
  };
  // The library's own spelling of each source, by the path we use.
  const spelling = new Map(consumer.sources.map((source) => [toPath(source), source]));
  return {
    sources: [...spelling.keys()],
    originalAt(line0, column0) {
      const found = consumer.originalPositionFor({ line: line0 + 1, column: column0 });
      if (found.source === null || found.line === null) return undefined;
      return {
        source: toPath(found.source),
        line1: found.line,
        column1: (found.column ?? 0) + 1,
        name: found.name ?? undefined,
      };
    },
    generatedFor(source, line1) {
      const spelled = spelling.get(source);
      if (spelled === undefined) return [];
      // Without a column it gives the whole line (its types know only positions), or the next one that has code.
      return consumer
        .allGeneratedPositionsFor({ source: spelled, line: line1 } as MappedPosition)
        .flatMap(({ line, column }) => {
          if (line === null || column === null) return [];
          const original = consumer.originalPositionFor({ line, column });
          return original.line === line1 ? [{ line0: line - 1, column0: column }] : [];
        })
        .sort((a, b) => a.line0 - b.line0 || a.column0 - b.column0);
    },
    textOf,
    isExact(line0, column0) {
      // The library does not say where the entry it found is; only at an exact one do both directions meet.
      const at = { line: line0 + 1, column: column0 };
      const before = consumer.originalPositionFor({ ...at, bias: SourceMapConsumer.GREATEST_LOWER_BOUND });
      const after = consumer.originalPositionFor({ ...at, bias: SourceMapConsumer.LEAST_UPPER_BOUND });
      return before.source === after.source && before.line === after.line && before.column === after.column;
    },
    linesOf(source) {
      if (!texts.has(source)) texts.set(source, readText(source)?.split(/\r\n|[\n\r\u2028\u2029]/));
      return texts.get(source);
    },
    dispose() {
      texts.clear();
      consumer.destroy();
    },
  };
}
