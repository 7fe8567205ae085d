import { parse, type ParserPlugin } from '@babel/parser';
import { analyze, type Scope, type ScopeManager, type Variable } from 'eslint-scope';

/** Questions about the JavaScript or TypeScript of a document, whole or half written. Lines are 0-based. */
export type DocumentSyntax = {
  /** The innermost function around the first thing in the line that is code; undefined at top level. */
  functionAt(line0: number): LineRange | undefined;
  /** Names that have a value before the line runs, the innermost first, each once. */
  namesAt(line0: number): readonly string[];
  /**
   * For each variable of the function around `line0` and for each from around it that this function writes: the last line
   * at or above `line0` in this function where it gets its value.
   */
  writesAbove(line0: number): ReadonlyMap<number, readonly string[]>;
  /** Whether a name means the same variable at a position and where a line begins; `this` the same object. */
  isSame(name: string, line0: number, character: number, otherLine0: number): boolean;
  /** The same, where two lines begin. */
  isSameLine(name: string, line0: number, otherLine0: number): boolean;
};

export type LineRange = { readonly startLine0: number; readonly endLine0: number };

/** Undefined when the text cannot be read at all. */
export function parseDocument(text: string, languageId: string): DocumentSyntax | undefined {
  let manager: ScopeManager;
  try {
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      errorRecovery: true,
      ranges: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      plugins: pluginsFor(languageId),
    });
    // Types are nodes that eslint-scope does not know; it looks through them.
    const options = { ecmaVersion: 2025, sourceType: 'module', fallback: 'iteration' };
    manager = analyze(program as never, options as never);
  } catch {
    return undefined;
  }
  const starts = lineStartsOf(text);
  const lineOf = (offset: number) => starts.findLastIndex((start) => start <= offset);
  const firstCode = (line0: number) => {
    const start = starts[line0] ?? text.length;
    return start + (/^[^\S\n]*/.exec(text.slice(start))?.[0].length ?? 0);
  };
  const endOf = (line0: number) => (starts[line0 + 1] ?? text.length + 1) - 1;

  return {
    functionAt(line0) {
      const owner = functionScopeAt(manager, firstCode(line0));
      if (owner === undefined) return undefined;
      const { start, end } = rangeOf(owner.block);
      return { startLine0: lineOf(start), endLine0: lineOf(end - 1) };
    },
    namesAt: (line0) => visibleNames(scopeAt(manager, firstCode(line0)), firstCode(line0)),
    writesAbove(line0) {
      const owner = functionScopeAt(manager, firstCode(line0));
      const last = new Map<string, number>();
      const { start } = owner === undefined ? { start: 0 } : rangeOf(owner.block);
      const here = scopeAt(manager, firstCode(line0));
      for (const variable of variablesIn(manager, owner)) {
        if (variableOf(variable.name, here) !== variable) continue;
        const places = [
          ...variable.references.filter((reference) => reference.isWrite()).map(({ identifier }) => identifier),
          ...variable.defs.filter(({ type }) => type === 'Parameter' || type === 'CatchClause').map(({ name }) => name),
        ].map((node) => rangeOf(node).start);
        const above = places.filter((place) => place >= start && place <= endOf(line0));
        if (above.length > 0) last.set(variable.name, lineOf(Math.max(...above)));
      }
      const byLine = new Map<number, string[]>();
      for (const [name, line] of last) byLine.set(line, [...(byLine.get(line) ?? []), name]);
      return byLine;
    },
    isSame: (name, line0, character, otherLine0) =>
      means(name, scopeAt(manager, (starts[line0] ?? text.length) + character)) ===
      means(name, scopeAt(manager, firstCode(otherLine0))),
    isSameLine: (name, line0, otherLine0) =>
      means(name, scopeAt(manager, firstCode(line0))) === means(name, scopeAt(manager, firstCode(otherLine0))),
  };
}

function pluginsFor(languageId: string): ParserPlugin[] {
  const common: ParserPlugin[] = ['estree', 'decorators'];
  switch (languageId) {
    case 'typescript':
      return [...common, 'typescript'];
    case 'typescriptreact':
      return [...common, 'typescript', 'jsx'];
    default:
      return [...common, 'jsx'];
  }
}

/** Variables of a function's own scopes, not of functions inside it. */
function variablesIn(manager: ScopeManager, owner: Scope | undefined): readonly Variable[] {
  const own = owner ?? manager.scopes.find(({ type }) => type === 'module') ?? manager.scopes[0];
  return manager.scopes.filter((scope) => scope.variableScope === own).flatMap(({ variables }) => variables);
}

const rangeOf = (node: unknown): { readonly start: number; readonly end: number } =>
  node as { readonly start: number; readonly end: number };

function scopeAt(manager: ScopeManager, offset: number): Scope {
  let current = manager.scopes[0] as Scope;
  for (;;) {
    const inner = current.childScopes.findLast((child: Scope) => {
      const { start, end } = rangeOf(child.block);
      return start <= offset && offset < end && !(child.type === 'function' && start === offset && isExpression(child));
    });
    if (inner === undefined) return current;
    current = inner;
  }
}

/** Exactly at its start, such a function is a value of the code around it. */
const isExpression = ({ block }: Scope) => block.type !== 'FunctionDeclaration';

function functionScopeAt(manager: ScopeManager, offset: number): Scope | undefined {
  const scope = scopeAt(manager, offset).variableScope;
  return scope.type === 'function' ? scope : undefined;
}

function variableOf(name: string, here: Scope): Variable | undefined {
  for (let scope: Scope | null = here; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

const means = (name: string, here: Scope) => (name === 'this' ? ownerOfThis(here) : variableOf(name, here));

/** Arrow functions have no `this` of their own. */
function ownerOfThis(here: Scope): Scope | null {
  let scope: Scope | null = here;
  while (scope !== null && (scope.type !== 'function' || scope.block.type === 'ArrowFunctionExpression'))
    scope = scope.upper;
  return scope;
}

function visibleNames(here: Scope, offset: number): readonly string[] {
  const names = new Set<string>();
  for (let scope: Scope | null = here; scope !== null; scope = scope.upper) {
    for (const variable of scope.variables) if (hasValue(variable, here, offset)) names.add(variable.name);
  }
  return [...names];
}

/** Types have none; neither has what is declared further down in the same function. */
function hasValue(variable: Variable, here: Scope, offset: number): boolean {
  const [definition] = variable.defs;
  if (definition === undefined) return false; // `arguments`: expressions cannot read it
  if (definition.type === 'ImportBinding') {
    const { node, parent } = definition as { node: { importKind?: string }; parent: { importKind?: string } };
    return node.importKind !== 'type' && parent.importKind !== 'type';
  }
  if (definition.type === 'ClassName' || definition.type === 'Variable') {
    const isOwn = variable.scope.variableScope === here.variableScope;
    return !isOwn || rangeOf(definition.node).end <= offset;
  }
  return true;
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + ending.length);
  return starts;
}
