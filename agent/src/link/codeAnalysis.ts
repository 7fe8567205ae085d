import { parse, type Node as AcornNode, type Program } from 'acorn';
import { analyze, type ScopeManager } from 'eslint-scope';
import type { Location0 } from '../shared/messages.ts';
import { functionShapes, type FunctionShape } from './functionShapes.ts';
import { importReads, type ImportRead } from './importReads.ts';
import { isFunctionScope, rangeOf, scopeAt, type PlaceKind } from './placeScope.ts';
import { functionNameAt, isInDefault, isInInitialiser } from './syntaxPath.ts';
import { isThisKnown, unsafeAt, type Unsafe } from './unsafePlaces.ts';
import { visibleNames, type VisibleName } from './visibleNames.ts';

/** Where V8 can stop. Without its kind it is taken for the start of a statement. */
export type PlaceAt = Location0 & { readonly kind?: PlaceKind };

/** A parsed script, for questions about places in it. */
export type CodeAnalysis = {
  readonly text: string;
  /** Innermost first; an inner name hides the outer ones. */
  namesAt(at: PlaceAt): readonly VisibleName[];
  /** The innermost function around a place; the whole script at top level. */
  functionAt(at: PlaceAt): FunctionExtent;
  /** Why a breakpoint's condition must not be evaluated at a place; undefined where it may. */
  unsafeAt(at: PlaceAt): Unsafe | undefined;
  /** Whether what begins at a place, after white space, is in a field or static block of a class. */
  isInitialiserAt(at: Location0): boolean;
  /** The name of the innermost function around a place, and where it stands. */
  functionNameAt(at: Location0): { readonly name: string; readonly offset: number } | undefined;
  /** Whether a place is in a default value, so that it is passed only where nothing was given. */
  isDefaultAt(at: PlaceAt): boolean;
  /** Whether V8 can tell `this` at a place. */
  isThisKnownAt(at: PlaceAt): boolean;
  /** Every function of the script, outer before inner. */
  functions(): readonly FunctionShape[];
  /** Where statements outside of all functions begin in `[from, to)`: code that runs once. */
  beginOutside(from: number, to: number): readonly number[];
  /** Reads of what was required: `lib_1.rate`, with the offset where each is. */
  importReads(): readonly ImportRead[];
  offsetOf(at: Location0): number;
  positionOf(offset: number): Location0;
  /** UTF-16 units in a line, its ending not counted; 0 beyond the end. */
  lineLength(line0: number): number;
};

export type FunctionExtent = {
  readonly start: number;
  readonly end: number;
  readonly lines: number;
  /** No function: the code that runs when the file loads. */
  readonly isTopLevel: boolean;
};

/** Throws a SyntaxError when the text is not JavaScript that acorn knows. */
export function analyzeCode(text: string): CodeAnalysis {
  const { program, isModule } = parseProgram(text);
  const manager: ScopeManager = analyze(
    program as never,
    {
      ecmaVersion: 2025,
      sourceType: isModule ? 'module' : 'script',
      nodejsScope: !isModule,
    } as never,
  );
  const exported = exportedNames(program);
  const lineStarts = lineStartsOf(text);
  let reads: readonly ImportRead[] | undefined;
  let shapes: readonly FunctionShape[] | undefined;
  const offsetOf = ({ line0, column0 }: Location0) => (lineStarts[line0] ?? text.length) + column0;

  return {
    text,
    namesAt: (at) => visibleNames(manager, exported, offsetOf(at), at.kind ?? 'other'),
    unsafeAt(at) {
      const [offset, kind] = [offsetOf(at), at.kind ?? 'other'];
      return unsafeAt(program, scopeAt(manager, offset, kind), offset, kind);
    },
    isInitialiserAt: (at) => isInInitialiser(program, text, offsetOf(at)),
    functionNameAt(at) {
      const node = functionNameAt(program, offsetOf(at));
      return node === undefined ? undefined : { name: text.slice(node.start, node.end), offset: node.start };
    },
    isDefaultAt: (at) => isInDefault(program, offsetOf(at), at.kind ?? 'other'),
    isThisKnownAt: (at) => isThisKnown(program, offsetOf(at), at.kind ?? 'other'),
    functionAt(at) {
      const scope = scopeAt(manager, offsetOf(at), at.kind ?? 'other').variableScope;
      const isTopLevel = !isFunctionScope(scope);
      const [start, end] = isTopLevel ? [0, text.length] : rangeOf(scope.block);
      let lines = 1;
      for (let index = text.indexOf('\n', start); index >= 0 && index < end; index = text.indexOf('\n', index + 1))
        lines++;
      return { start, end, lines, isTopLevel };
    },
    beginOutside: (from, to) =>
      (program as Program).body
        .filter(({ type, start }) => type !== 'FunctionDeclaration' && from <= start && start < to)
        .map(({ start }) => start),
    importReads: () => (reads ??= importReads(program, manager)),
    functions: () => (shapes ??= functionShapes(program)),
    offsetOf,
    positionOf(offset) {
      let low = 0;
      for (let high = lineStarts.length - 1; low < high;) {
        const middle = Math.ceil((low + high) / 2);
        if ((lineStarts[middle] ?? Infinity) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line0: low, column0: offset - (lineStarts[low] ?? 0) };
    },
    lineLength(line0) {
      const start = lineStarts[line0];
      return start === undefined ? 0 : Math.max(0, (lineStarts[line0 + 1] ?? text.length + 1) - 1 - start);
    },
  };
}

function parseProgram(text: string): { readonly program: AcornNode; readonly isModule: boolean } {
  const common = { ecmaVersion: 'latest', ranges: true, allowHashBang: true } as const;
  try {
    // CommonJS first: a function body, where `return` and sloppy mode are allowed. Most of it would do as a module too.
    const program = parse(text, { ...common, sourceType: 'script', allowReturnOutsideFunction: true });
    return { program, isModule: false };
  } catch {
    return { program: parse(text, { ...common, sourceType: 'module' }), isModule: true };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + ending.length);
  return starts;
}

/** Names a module exports; V8 keeps those in cells of their own. */
function exportedNames(program: AcornNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of (program as Program).body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const { local } of statement.specifiers) if (local.type === 'Identifier') names.add(local.name);
    const { declaration } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.add(id.name);
    } else if (declaration?.id) names.add(declaration.id.name);
  }
  return names;
}
