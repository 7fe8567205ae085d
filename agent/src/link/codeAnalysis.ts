import { parse, type Node as AcornNode, type Program } from 'acorn';
import { analyze, type Scope, type ScopeManager, type Variable } from 'eslint-scope';
import type { Location0 } from '../shared/messages.ts';
import { functionShapes, type FunctionShape } from './functionShapes.ts';

/** A name of the generated code and what is known of it at one place. */
export type VisibleName = {
  readonly name: string;
  /** local: of the function itself; closure: of a function around it; module: top level of the file. */
  readonly scope: 'local' | 'closure' | 'module';
  /**
   * ready: has a value. uninitialised: its declaration has not run yet. maybe: that depends on the run (a `switch` case,
   * a closure called early). unreachable: V8 keeps it where nothing but its own function can see it.
   */
  readonly state: 'ready' | 'uninitialised' | 'maybe' | 'unreachable';
  /** The function around the place mentions it, itself or in a function inside it. */
  readonly isUsedHere: boolean;
  /** A function, class or import: rarely what one looks for among closures. */
  readonly isDeclaration: boolean;
};

/** A parsed script, for questions about places in it. */
export type CodeAnalysis = {
  /** Innermost first; an inner name hides the outer ones. */
  namesAt(at: Location0): readonly VisibleName[];
  /** The innermost function around a place; the whole script at top level. */
  functionAt(at: Location0): FunctionExtent;
  /** Every function of the script, outer before inner. */
  functions(): readonly FunctionShape[];
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
  let shapes: readonly FunctionShape[] | undefined;
  const offsetOf = ({ line0, column0 }: Location0) => (lineStarts[line0] ?? text.length) + column0;

  return {
    namesAt: (at) => visibleNames(manager, exported, offsetOf(at)),
    functionAt(at) {
      const offset = offsetOf(at);
      const scope = scopeAt(manager, offset).variableScope;
      const isTopLevel = scope.type !== 'function' || isWrapper(scope);
      const [start, end] = isTopLevel ? [0, text.length] : rangeOf(scope.block);
      let lines = 1;
      for (let index = text.indexOf('\n', start); index >= 0 && index < end; index = text.indexOf('\n', index + 1))
        lines++;
      return { start, end, lines, isTopLevel };
    },
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
    return { program: parse(text, { ...common, sourceType: 'module' }), isModule: true };
  } catch {
    // CommonJS: a function body, where `return` and sloppy mode are allowed.
    const program = parse(text, { ...common, sourceType: 'script', allowReturnOutsideFunction: true });
    return { program, isModule: false };
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + ending.length);
  return starts;
}

const rangeOf = (node: unknown): readonly [number, number] => {
  const { start, end } = node as { start: number; end: number };
  return [start, end];
};

const contains = (scope: Scope, offset: number) => {
  const [start, end] = rangeOf(scope.block);
  // Exactly at its start, a function is a value of the code around it: `const f = HERE(x) => …`.
  const isPast = scope.type === 'function' && !isWrapper(scope) ? start < offset : start <= offset;
  return isPast && offset < end;
};

function scopeAt(manager: ScopeManager, offset: number): Scope {
  let current = manager.scopes[0] as Scope;
  for (;;) {
    const inner = current.childScopes.findLast((child: Scope) => contains(child, offset));
    if (inner === undefined) return current;
    current = inner;
  }
}

/** The function that CommonJS wraps around a file. */
const isWrapper = (scope: Scope) => scope.type === 'function' && scope.block.type === 'Program';

function visibleNames(manager: ScopeManager, exported: ReadonlySet<string>, offset: number): VisibleName[] {
  const here = scopeAt(manager, offset);
  const ownFunction = here.variableScope;
  const seen = new Set<string>();
  const names: VisibleName[] = [];
  for (let scope: Scope | null = here; scope !== null; scope = scope.upper) {
    if (scope.type === 'global') continue;
    for (const variable of scope.variables) {
      if (seen.has(variable.name)) continue;
      seen.add(variable.name);
      if (variable.defs.length === 0 && variable.references.length === 0) continue; // an unused `arguments`
      const isOwn = variable.scope.variableScope === ownFunction;
      const isTop = scope.type === 'module' || isWrapper(scope);
      names.push({
        name: variable.name,
        scope: isOwn && !isTop ? 'local' : isTop ? (isOwn ? 'local' : 'module') : 'closure',
        state: isOwn ? ownState(variable, offset) : outerState(variable, exported),
        isUsedHere: isOwn || variable.references.some(({ from }) => isInside(from, ownFunction)),
        isDeclaration: variable.defs.some(
          ({ type }) => type === 'FunctionName' || type === 'ClassName' || type === 'ImportBinding',
        ),
      });
    }
  }
  return names;
}

function isInside(scope: Scope, ancestor: Scope): boolean {
  for (let current: Scope | null = scope; current !== null; current = current.upper) {
    if (current === ancestor) return true;
  }
  return false;
}

function ownState(variable: Variable, offset: number): VisibleName['state'] {
  const [definition] = variable.defs;
  if (definition === undefined) return 'ready';
  const isLexical =
    definition.type === 'ClassName' ||
    (definition.type === 'Variable' && definition.parent !== null && definition.parent.kind !== 'var');
  if (!isLexical) return 'ready';
  if (rangeOf(definition.node)[1] > offset) return 'uninitialised';
  return variable.scope.type === 'switch' ? 'maybe' : 'ready';
}

/** V8 keeps a variable reachable for inner functions only when one of them mentions it. */
function outerState(variable: Variable, exported: ReadonlySet<string>): VisibleName['state'] {
  const owner = variable.scope.variableScope;
  const isCaptured = variable.scope.dynamic || variable.references.some(({ from }) => from.variableScope !== owner);
  const isCell =
    variable.scope.type === 'module' &&
    (exported.has(variable.name) || variable.defs.some(({ type }) => type === 'ImportBinding'));
  if (!isCaptured && !isCell) return 'unreachable';
  const [definition] = variable.defs;
  const isLexical =
    definition?.type === 'ClassName' || (definition?.type === 'Variable' && definition.parent?.kind !== 'var');
  return isLexical ? 'maybe' : 'ready';
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
