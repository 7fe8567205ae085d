import { lineHasNoCode, notMeasurable, type Place, type UserError } from '@stillframe/protocol';
import { baseName } from '@stillframe/protocol/reading';
import { positionKey, type FunctionCode } from '../shared/plan.ts';
import type { AppThread } from './appThread.ts';
import { breakableOf } from './breakable.ts';
import type { CodeAnalysis, PlaceAt } from './codeAnalysis.ts';
import { toPath } from './filePaths.ts';
import { endsOf, type Ends, type FunctionShape, type Stop } from './functionShapes.ts';
import type { ScriptFacts } from '../shared/messages.ts';
import { locate, named, unlessCollected, type Spot } from './locate.ts';
import type { Wish } from './placeTable.ts';
import type { PlannedProbe } from './planProbe.ts';
import { runningLine } from './runningLine.ts';
import type { Host, Scripts } from './scripts.ts';
import { unsafeWords } from './unsafePlaces.ts';
import type { Wished } from './wishes.ts';

/** Beyond this many places where it can be left, a function is not measured: each is a breakpoint. */
const maxEnds = 100;

type Around = { readonly kind: 'found'; readonly functions: readonly Found[] } | Exclude<Wished, { kind: 'found' }>;

/** A function of a script, and the original file it is looked at in. */
type Found = { readonly host: Host; readonly shape: FunctionShape; readonly file: string };

/**
 * Where the calls of the function around a line begin and end, in each script that holds it. A line with the head of a
 * function that goes on for more lines means that function; any other line the one around it.
 */
export async function locateFunction(
  asked: Place,
  planned: PlannedProbe,
  scripts: Scripts,
  app: AppThread,
): Promise<Wished> {
  const match = await scripts.find(asked.file);
  const running = match.kind === 'found' ? await runningLine(asked, match.file, match.hosts, scripts) : undefined;
  const place: Place = { file: asked.file, line1: running?.line1 ?? asked.line1 };
  const heads = await headsOn(place, scripts);
  const around: Around =
    heads.length > 0 ? { kind: 'found', functions: heads } : await functionsAround(place, scripts, app);
  if (around.kind !== 'found') return around;
  const wishes: Wish[] = [];
  const shown: Spot[] = [];
  let id = 0;
  for (const found of around.functions) {
    const measured = await measure(found, ++id, planned, scripts, app);
    if ('problem' in measured) {
      return { kind: 'refused', reason: notMeasurable(baseName(found.file), place.line1, measured.problem) };
    }
    wishes.push(...measured.wishes);
    shown.push(measured.enter);
  }
  return { kind: 'found', wishes, shown, note: running?.note };
}

/** Functions whose head is on the line, and whose body ends on a later one. */
async function headsOn({ file, line1 }: Place, scripts: Scripts): Promise<readonly Found[]> {
  const match = await scripts.find(file);
  if (match.kind !== 'found') return [];
  const found: Found[] = [];
  for (const host of match.hosts) {
    const analysis = await unlessCollected(host.script, scripts, () => scripts.analysisOf(host.script));
    if (analysis === undefined) continue;
    const lineAt = await originalLines(host, analysis, scripts);
    const head = analysis
      .functions()
      .find(
        (shape) =>
          [shape.start, shape.body.start].some((offset) => lineAt(offset) === line1) &&
          (lineAt(shape.end - 1) ?? 0) > line1,
      );
    if (head !== undefined) found.push({ host, shape: head, file: match.file });
  }
  return found;
}

/** The original line of an offset in the running script, within the file looked at. */
async function originalLines({ script, source }: Host, analysis: CodeAnalysis, scripts: Scripts) {
  const map = await scripts.mapOf(script);
  return (offset: number): number | undefined => {
    const { line0, column0 } = analysis.positionOf(offset);
    if (source === undefined) return line0 + 1;
    const original = map?.originalAt(line0, column0);
    return original?.source === source ? original.line1 : undefined;
  };
}

async function functionsAround(place: Place, scripts: Scripts, app: AppThread): Promise<Around> {
  const located = await locate(place, scripts, app);
  if (located.kind === 'refused' && located.isOutside === true) {
    return { kind: 'refused', reason: notInside(place) };
  }
  if (located.kind !== 'found') return located;
  const match = await scripts.find(place.file);
  const hosts = match.kind === 'found' ? match.hosts : [];
  const functions: Found[] = [];
  for (const { script, analysis, at, file } of located.spots) {
    const offset = analysis.offsetOf(at);
    const shape = analysis.functions().findLast(({ start, end }) => start < offset && offset < end);
    const host = hosts.find((candidate) => candidate.script === script);
    if (shape !== undefined && host !== undefined) functions.push({ host, shape, file });
  }
  if (functions.length > 0) return { kind: 'found', functions };
  return { kind: 'refused', reason: notInside(place) };
}

const notInside = ({ file, line1 }: Place): UserError => ({
  ...lineHasNoCode(baseName(file), line1),
  message: `${baseName(file)}:${line1} is not inside a function. Choose a line of the function to measure.`,
});

async function measure(
  { host, shape, file }: Found,
  id: number,
  planned: PlannedProbe,
  scripts: Scripts,
  app: AppThread,
): Promise<{ readonly wishes: readonly Wish[]; readonly enter: Spot } | { readonly problem: string }> {
  const { script } = host;
  if (shape.kind === 'generator') return { problem: problems.generator };
  const analysis = await scripts.analysisOf(script);
  const end = analysis.positionOf(shape.end);
  const after =
    end.column0 < analysis.lineLength(end.line0)
      ? { line0: end.line0, column0: end.column0 + 1 }
      : { line0: end.line0 + 1, column0: 0 };
  const locations = await breakableOf(shape, after, script, analysis, app);
  const stops = locations.map((at) => ({ at, offset: analysis.offsetOf(at), kind: at.kind }));
  const ends: Ends<Stop & { readonly at: PlaceAt }> = endsOf(shape, stops);
  if (!ends.ok) return { problem: problems[ends.reason] };
  if (ends.leave.length > maxEnds) return { problem: problems.long };
  const unsafe = [ends.enter, ...ends.leave]
    .map(({ at }) => analysis.unsafeAt(at))
    .find((danger) => danger !== undefined);
  if (unsafe !== undefined) return { problem: problems.unsafe(unsafeWords[unsafe]) };

  const map = await scripts.mapOf(script);
  const origin = host.source === undefined || map === undefined ? undefined : { map, source: host.source };
  const spotAt = (at: PlaceAt): Spot => {
    const { line0, column0 } = at;
    const original = map?.originalAt(line0, column0);
    const [line1, column1] =
      host.source === undefined || original?.source !== host.source
        ? [line0 + 1, column0 + 1]
        : [original.line1, original.column1];
    return named({ script, at, analysis, origin, file, line1, column1 });
  };
  const code = codeOf(id, script, shape, analysis);
  const enter = spotAt(ends.enter.at);
  const role = shape.kind === 'async' ? 'enterAsync' : 'enter';
  return {
    enter,
    wishes: [
      { spot: enter, role, planned, code },
      ...ends.leave.map(({ at }): Wish => ({ spot: spotAt(at), role: 'leave', planned, code })),
    ],
  };
}

function codeOf(id: number, script: ScriptFacts, shape: FunctionShape, analysis: CodeAnalysis): FunctionCode {
  const key = (offset: number) => {
    const { line0, column0 } = analysis.positionOf(offset);
    return positionKey(line0, column0);
  };
  return {
    id,
    files: [script.url, toPath(script.url)],
    start: key(shape.start),
    end: key(shape.end),
    inner: shape.inner.map(([start, end]) => [key(start), key(end)]),
  };
}

/** Each ends with the next step. */
const problems = {
  generator:
    'it is a generator, and the runs of a generator cannot be told from one another. Use a tic-toc around the code that reads it.',
  loop: 'it begins with a loop, whose first round cannot be told from the later ones. Use a tic-toc around a call of it.',
  empty: 'it has no executable code. Choose a line of another function.',
  unseen: 'V8 has no place to stop at where it ends. Use a tic-toc around a call of it.',
  unsafe: (where: string) => `it begins or ends ${where}. Use a tic-toc around a call of it.`,
  long: `it can be left at more than ${maxEnds} places. Use a tic-toc around a call of it.`,
} as const;
