import type { CodeAnalysis, PlaceAt } from './codeAnalysis.ts';
import type { ImportRead } from './importReads.ts';
import type { SourceMap } from './sourceMap.ts';
import type { VisibleName } from './visibleNames.ts';

/** A name as the source has it, and what holds its value in the running code: a variable, or a property of one. */
export type OriginalName = VisibleName & {
  /** What people call it; `name` is what the running code calls the variable. */
  readonly original: string;
  /** Imports of CommonJS: the property of `name` that is meant. */
  readonly key: string | undefined;
};

/** Where the code came from; without it the running code is the source. */
export type Origin = { readonly map: SourceMap; readonly source: string };

/**
 * The names that can be used at a place, innermost first, by their names in the source. What the build added has no name
 * there and is left out; so is what it removed. A name that could be two things is left out too: never a wrong value.
 */
export function originalNames(
  analysis: CodeAnalysis,
  at: PlaceAt,
  origin: Origin | undefined,
): readonly OriginalName[] {
  const visible = analysis.namesAt(at);
  if (origin === undefined) return visible.map((entry) => ({ ...entry, original: entry.name, key: undefined }));
  const names = visible.flatMap((entry): OriginalName[] => {
    const original = sourceNameOf(entry, analysis, origin);
    return original === undefined ? [] : [{ ...entry, original, key: undefined }];
  });
  for (const [original, read] of importedNames(analysis, origin)) {
    // A variable of the function may hide it.
    const holder = visible.find(({ name }) => name === read?.object);
    if (holder !== undefined && holder.declaredAt === read?.declaredAt)
      names.push({ ...holder, original, key: read?.key, isDeclaration: true });
  }
  return names;
}

/** Whether the source uses a name, other than as a member. */
export const isInSource = (name: string, { map, source }: Origin): boolean =>
  new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$&')}(?![\\w$])`).test(map.linesOf(source)?.join('\n') ?? '');

function sourceNameOf(entry: VisibleName, analysis: CodeAnalysis, origin: Origin): string | undefined {
  if (entry.declaredAt === undefined) return entry.name; // `arguments`
  if (standsForMember(entry, analysis, origin)) return undefined;
  const declared = originalNameOf(entry.declaredAt, entry.name, analysis, origin);
  if (declared !== undefined) return declared;
  const words = new Set(entry.usedAt.flatMap((offset) => wordsAt(offset, entry.name, analysis, origin)));
  const [word] = words.size === 1 ? words : [];
  // Of another file in the bundle: as this file calls it, when it always calls it the same.
  if (sourceAt(entry.declaredAt, analysis, origin) !== origin.source) return word;
  // Rolldown gives parameters no name: the source's word is it where every mention has the same.
  return wordsAt(entry.declaredAt, entry.name, analysis, origin)[0] === word ? word : undefined;
}

/** As many mentions of a variable are looked at. */
const maxMentions = 50;

/**
 * Whether the source reads a member wherever the running code has the variable alone: minifiers turn an object into a
 * variable for each of its properties, and give each the name of the object.
 */
function standsForMember({ name, usedAt }: VisibleName, analysis: CodeAnalysis, { map }: Origin): boolean {
  let isAlone = false;
  for (const offset of usedAt.slice(0, maxMentions)) {
    const { line0, column0 } = analysis.positionOf(offset);
    const found = map.originalAt(line0, column0);
    const line = found === undefined ? undefined : map.linesOf(found.source)?.[found.line1 - 1];
    if (found === undefined || line === undefined || !map.isExact(line0, column0)) continue;
    const word = wordAt(line, found.column1 - 1);
    if (word === undefined || !isMemberRead(line, found.column1 - 1 + word.length)) continue;
    if (isMemberRead(analysis.text, offset + name.length)) return false;
    isAlone = true;
  }
  return isAlone;
}

const member = /\s*[!)]*(?:\?\.|\.(?!\.)|\[)/y;
function isMemberRead(text: string, offset: number): boolean {
  member.lastIndex = offset;
  return member.test(text);
}

const keyed = /\s*[!)]*\??\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/uy;
/** The property that is read of what ends here, when it is read by a name. */
function keyAfter(text: string, offset: number): string | undefined {
  keyed.lastIndex = offset;
  return keyed.exec(text)?.[1];
}

function sourceAt(offset: number, analysis: CodeAnalysis, { map }: Origin): string | undefined {
  const { line0, column0 } = analysis.positionOf(offset);
  return map.originalAt(line0, column0)?.source;
}

/**
 * What this source has where the running code has the identifier `name`; none where that is of another source, or where a
 * member of it is what the source's word means: `imported.rates.basic` for `rates.basic`.
 */
function wordsAt(offset: number, name: string, analysis: CodeAnalysis, { map, source }: Origin): readonly string[] {
  const { line0, column0 } = analysis.positionOf(offset);
  const found = map.originalAt(line0, column0);
  if (found?.source !== source || !map.isExact(line0, column0)) return [];
  const line = map.linesOf(source)?.[found.line1 - 1];
  const word = line === undefined ? found.name : wordAt(line, found.column1 - 1);
  if (word === undefined) return [];
  const key = keyAfter(analysis.text, offset + name.length);
  const isSameKey = line === undefined || key === undefined || key === keyAfter(line, found.column1 - 1 + word.length);
  return isSameKey ? [word] : [];
}

/** The source's name for the identifier at an offset; undefined when it is not of this source, or of the build's own. */
export function originalNameOf(
  offset: number,
  name: string,
  analysis: CodeAnalysis,
  { map, source }: Origin,
): string | undefined {
  const { line0, column0 } = analysis.positionOf(offset);
  const found = map.originalAt(line0, column0);
  if (found?.source !== source) return undefined;
  const line = map.linesOf(source)?.[found.line1 - 1];
  if (!map.isExact(line0, column0)) {
    // A map of lines only: the name is taken for unchanged where the line has it.
    return line === undefined || hasWord(line, name) ? name : undefined;
  }
  if (found.name !== undefined) return identifierOf(found.name);
  if (line === undefined) return name;
  const word = wordAt(line, found.column1 - 1);
  return word === name ? name : undefined;
}

/** Imports by the names of this source; undefined where one name is two things. */
function importedNames(analysis: CodeAnalysis, { map, source }: Origin) {
  const found = new Map<string, ImportRead | undefined>();
  for (const read of analysis.importReads()) {
    const { line0, column0 } = analysis.positionOf(read.at);
    const original = map.originalAt(line0, column0);
    if (original?.source !== source || !map.isExact(line0, column0)) continue;
    const line = map.linesOf(source)?.[original.line1 - 1];
    const word = line === undefined ? original.name : wordAt(line, original.column1 - 1);
    if (word === undefined || word === read.object) continue;
    const known = found.get(word);
    const isOther = found.has(word) && (known?.declaredAt !== read.declaredAt || known.key !== read.key);
    found.set(word, isOther ? undefined : read);
  }
  return found;
}

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const wordAt = (line: string, column0: number): string | undefined => {
  identifier.lastIndex = column0;
  return identifier.exec(line)?.[0];
};
/** Some tools give a whole member as the name, `lib.rate`. */
const identifierOf = (name: string) => (wordAt(name, 0) === name ? name : undefined);

const hasWord = (line: string, word: string) => line.split(/[^\p{ID_Continue}$]+/u).includes(word);
