import {
  ambiguousFile,
  codeHasRun,
  lineHasNoCode,
  placeNotSafe,
  scriptNotLoaded,
  type Place,
  type UserError,
} from '@stillframe/protocol';
import { baseName } from '@stillframe/protocol/reading';
import type { Location0, ScriptFacts } from '../shared/messages.ts';
import { AppRefused, type AppThread } from './appThread.ts';
import { breakableIn, type Span } from './breakable.ts';
import type { CodeAnalysis, PlaceAt } from './codeAnalysis.ts';
import { originalNames, type OriginalName, type Origin } from './originalNames.ts';
import type { Host, Scripts } from './scripts.ts';
import { runningLine } from './runningLine.ts';
import { similarFiles } from './similarFiles.ts';
import type { SourceMap } from './sourceMap.ts';
import { unsafeWords, type Unsafe } from './unsafePlaces.ts';

/** A breakable location of a line. */
export type Spot = {
  readonly script: ScriptFacts;
  readonly at: PlaceAt;
  readonly analysis: CodeAnalysis;
  /** What can be named there, by the names of the source. */
  readonly names: readonly OriginalName[];
  readonly origin: Origin | undefined;
  /** Original file and position; the generated ones where there is no map. */
  readonly file: string;
  readonly line1: number;
  readonly column1: number;
};

export type Located =
  | { readonly kind: 'found'; readonly spots: readonly Spot[]; readonly note?: UserError | undefined }
  /** Not now, but perhaps when more files load. */
  | { readonly kind: 'pending'; readonly reason: UserError }
  /** `isOutside`: a statement outside of functions begins there. */
  | { readonly kind: 'refused'; readonly reason: UserError; readonly isOutside?: boolean };

/** Where a line of a file can be stopped at: in each script that holds it, once in each function that holds it. */
export async function locate(place: Place, scripts: Scripts, app: AppThread): Promise<Located> {
  const match = await scripts.find(place.file);
  if (match.kind === 'none') {
    return { kind: 'pending', reason: scriptNotLoaded(place.file, similarFiles(place.file, await scripts.files())) };
  }
  if (match.kind === 'ambiguous') return { kind: 'refused', reason: ambiguousFile(place.file, match.files) };

  const { line1, note } = await runningLine(place, match.file, match.hosts, scripts);
  const spots: Spot[] = [];
  let unsafe: Unsafe | undefined;
  const alive: Host[] = [];
  for (const host of match.hosts) {
    const line = await unlessCollected(host.script, scripts, () => spotsOn(line1, match.file, host, scripts, app));
    if (line === undefined) continue;
    alive.push(host);
    spots.push(...line.spots);
    unsafe ??= line.unsafe;
  }
  if (spots.length > 0) return { kind: 'found', spots, note };
  if (alive.length === 0) return { kind: 'pending', reason: scriptNotLoaded(place.file) };

  const suggestion = await nearestLine(line1, match.file, alive, scripts, app);
  const file = baseName(match.file);
  const isOutside = await beginsOutside(line1, alive, scripts);
  const reason =
    unsafe === undefined
      ? (isOutside ? codeHasRun : lineHasNoCode)(file, line1, suggestion)
      : placeNotSafe(file, line1, unsafeWords[unsafe], suggestion);
  return { kind: 'refused', reason, isOutside };
}

/** Whether a statement outside of functions begins on the line. */
async function beginsOutside(line1: number, hosts: readonly Host[], scripts: Scripts): Promise<boolean> {
  for (const { script, source } of hosts) {
    const analysis = await scripts.analysisOf(script);
    const map = await scripts.mapOf(script);
    for (const { start, end } of rangesOf(line1, source, map, analysis)) {
      // In code on one line the range goes on over what is of other lines.
      const begun = analysis.beginOutside(analysis.offsetOf(start), analysis.offsetOf(end));
      if (begun.some((offset) => originalOf(analysis.positionOf(offset), source, map)?.line1 === line1)) return true;
    }
  }
  return false;
}

/** Undefined when V8 no longer has the script, which is then forgotten: code that is evaluated anew leaves old versions. */
export async function unlessCollected<T>(
  script: ScriptFacts,
  scripts: Scripts,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppRefused)) throw error;
    scripts.forget(script);
    return undefined;
  }
}

/** The safe places of a line, and why another of its places is not. */
type Line = { readonly spots: readonly Spot[]; readonly unsafe: Unsafe | undefined };

async function spotsOn(line1: number, file: string, host: Host, scripts: Scripts, app: AppThread): Promise<Line> {
  const { script, source } = host;
  const analysis = await scripts.analysisOf(script);
  const map = await scripts.mapOf(script);
  const origin = source === undefined || map === undefined ? undefined : { map, source };
  const spots: Unnamed[] = [];
  let unsafe: Unsafe | undefined;
  for (const { start, end } of rangesOf(line1, source, map, analysis)) {
    for (const at of await breakableIn({ start, end }, script, analysis, app)) {
      const own = originalOf(ownPosition(at, analysis), source, map);
      if (own?.line1 !== line1) continue;
      const told = originalOf(at, source, map);
      const original = told?.line1 === line1 ? told : own;
      const danger = analysis.unsafeAt(at);
      if (danger === undefined) spots.push({ script, at, analysis, origin, file, ...original });
      else unsafe ??= danger;
    }
    // V8 may have let go of the code that sets a class up, and then tells no place in it.
    if (spots.length === 0 && analysis.isInitialiserAt(start)) unsafe ??= 'class';
  }
  return { spots: firstInEachFunction(spots).map(named), unsafe };
}

type Unnamed = Omit<Spot, 'names'>;

/** Works out what can be named at a spot. */
export const named = (spot: Unnamed): Spot => ({
  ...spot,
  names: originalNames(spot.analysis, spot.at, spot.origin),
});

/** Positions on one generated line that are further apart than this are asked for separately (minified files). */
const maxGap = 1_000;

function rangesOf(
  line1: number,
  source: string | undefined,
  map: SourceMap | undefined,
  analysis: CodeAnalysis,
): Span[] {
  if (source === undefined) return [{ start: { line0: line1 - 1, column0: 0 }, end: { line0: line1, column0: 0 } }];
  const ranges: { start: Location0; end: Location0 }[] = [];
  for (const at of map?.generatedFor(source, line1) ?? []) {
    const last = ranges.at(-1);
    const end = endAfter(at, analysis);
    if (last !== undefined && !isBefore(last.end, at)) last.end = end;
    else ranges.push({ start: at, end });
  }
  return ranges;
}

const isBefore = (a: Location0, b: Location0) => a.line0 < b.line0 || (a.line0 === b.line0 && a.column0 < b.column0);

/** V8 puts the location of a `return` just past its line's last character, and ranges end before their end. */
function endAfter(at: Location0, analysis: CodeAnalysis): Location0 {
  const column0 = at.column0 + maxGap;
  return column0 < analysis.lineLength(at.line0) ? { line0: at.line0, column0 } : { line0: at.line0 + 1, column0: 0 };
}

/**
 * V8's place for the end of a `return` is just past it: in code on one line, the beginning of the next statement, which is
 * of another line of the source.
 */
function ownPosition(at: PlaceAt, analysis: CodeAnalysis): Location0 {
  if (at.kind !== 'return' || at.column0 === 0) return at;
  const offset = analysis.offsetOf(at);
  const isBrace = analysis.functions().some(({ end, body }) => body.type === 'BlockStatement' && end - 1 === offset);
  return isBrace ? at : { line0: at.line0, column0: at.column0 - 1 };
}

function originalOf(at: Location0, source: string | undefined, map: SourceMap | undefined) {
  if (source === undefined) return { line1: at.line0 + 1, column1: at.column0 + 1 };
  const original = map?.originalAt(at.line0, at.column0);
  return original?.source === source ? { line1: original.line1, column1: original.column1 } : undefined;
}

/**
 * The statement of a line, not also the callbacks within it; but every copy of the line in another function. Top-level code
 * has run already: where a line has a function's body too (`const label = (price) => …`), that is what is meant.
 */
function firstInEachFunction(spots: readonly Unnamed[]): Unnamed[] {
  const chosen: Unnamed[] = [];
  const sorted = [...spots].sort((a, b) => a.at.line0 - b.at.line0 || a.at.column0 - b.at.column0);
  const inFunctions = sorted.filter(({ analysis, at }) => !analysis.functionAt(at).isTopLevel);
  const candidates = inFunctions.length > 0 ? inFunctions : sorted;
  // V8 tells a default value's place first: `const { size = HERE() } = await read()`.
  const isDefault = ({ analysis, at }: Unnamed) => analysis.isDefaultAt(at);
  for (const spot of [...candidates.filter((one) => !isDefault(one)), ...candidates.filter(isDefault)]) {
    const own = spot.analysis.functionAt(spot.at);
    const isInsideChosen = chosen.some((other) => {
      const outer = other.analysis.functionAt(other.at);
      return other.script === spot.script && outer.start <= own.start && own.end <= outer.end;
    });
    if (!isInsideChosen) chosen.push(spot);
  }
  return chosen;
}

/** How far to look for a line that would work. */
const maxLinesAhead = 30;
const maxLinesBack = 10;

async function nearestLine(
  line1: number,
  file: string,
  hosts: readonly Host[],
  scripts: Scripts,
  app: AppThread,
): Promise<number | undefined> {
  const ahead = Array.from({ length: maxLinesAhead }, (_, index) => line1 + 1 + index);
  const back = Array.from({ length: maxLinesBack }, (_, index) => line1 - 1 - index).filter((line) => line > 0);
  for (const candidate of [...ahead, ...back]) {
    for (const host of hosts) {
      if ((await spotsOn(candidate, file, host, scripts, app)).spots.length > 0) return candidate;
    }
  }
  return undefined;
}
