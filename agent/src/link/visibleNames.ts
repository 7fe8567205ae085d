import type { Scope, ScopeManager, Variable } from 'eslint-scope';
import { bodyStartOf, isFunctionScope, isWrapper, rangeOf, scopeAt, type PlaceKind } from './placeScope.ts';

/** A name of the generated code and what is known of it at one place. */
export type VisibleName = {
  readonly name: string;
  /** local: of the function itself; closure: of a function around it; module: top level of the file. */
  readonly scope: 'local' | 'closure' | 'module';
  /**
   * ready: has a value. uninitialised: its declaration has not run yet. maybe: that depends on the run (a `switch` case,
   * a closure called early). unreachable: V8 keeps it where a breakpoint there cannot see it.
   */
  readonly state: 'ready' | 'uninitialised' | 'maybe' | 'unreachable';
  /** The function around the place mentions it, itself or in a function inside it. */
  readonly isUsedHere: boolean;
  /** A function, class or import: rarely what one looks for among closures. */
  readonly isDeclaration: boolean;
  /** Offset of its declaration; undefined for `arguments`. */
  readonly declaredAt: number | undefined;
  /** Offsets of its mentions, in the whole script. */
  readonly usedAt: readonly number[];
};

type Definition = Variable['defs'][number];

/** All names of a place, innermost first; an inner name hides the outer ones, also where it cannot be read. */
export function visibleNames(
  manager: ScopeManager,
  exported: ReadonlySet<string>,
  offset: number,
  kind: PlaceKind,
): VisibleName[] {
  const here = scopeAt(manager, offset, kind);
  const ownFunction = here.variableScope;
  const seen = new Set<string>();
  const names: VisibleName[] = [];
  for (let scope: Scope | null = here; scope !== null; scope = scope.upper) {
    if (scope.type === 'global') continue;
    const isInParameters = isFunctionScope(scope) && offset < bodyStartOf(scope);
    for (const variable of scope.variables) {
      if (seen.has(variable.name)) continue;
      if (variable.defs.length === 0 && variable.references.length === 0) continue; // an unused `arguments`
      // The body's own names are not seen from the parameters.
      if (isInParameters && variable.defs.length > 0 && !isParameter(variable)) continue;
      seen.add(variable.name);
      const isOwn = variable.scope.variableScope === ownFunction;
      const isTop = scope.type === 'module' || isWrapper(scope);
      names.push({
        name: variable.name,
        scope: isOwn && !isTop ? 'local' : isTop ? (isOwn ? 'local' : 'module') : 'closure',
        state: isOwn ? ownState(variable, offset, kind) : outerState(variable, exported),
        isUsedHere: isOwn || variable.references.some(({ from }) => isInside(from, ownFunction)),
        isDeclaration: variable.defs.some(
          ({ type }) => type === 'FunctionName' || type === 'ClassName' || type === 'ImportBinding',
        ),
        declaredAt: startOf(variable.identifiers[0]),
        usedAt: variable.references.map(({ identifier }) => rangeOf(identifier)[0]),
      });
    }
  }
  return names;
}

const startOf = (identifier: unknown) => (identifier === undefined ? undefined : rangeOf(identifier)[0]);

const isParameter = ({ defs: [definition] }: Variable) => definition?.type === 'Parameter';

function isInside(scope: Scope, ancestor: Scope): boolean {
  for (let current: Scope | null = scope; current !== null; current = current.upper) {
    if (current === ancestor) return true;
  }
  return false;
}

function ownState(variable: Variable, offset: number, kind: PlaceKind): VisibleName['state'] {
  const [definition] = variable.defs;
  if (kind === 'return' && !isSeenAtReturn(variable)) return 'unreachable';
  switch (definition?.type) {
    case 'Parameter':
      return parameterState(variable, definition, offset);
    case 'CatchClause':
      // `catch ({ code = HERE() })`
      return offset < rangeOf((definition.node as { body: unknown }).body)[0] ? 'uninitialised' : 'ready';
    case 'ClassName':
      return rangeOf(definition.node)[1] > offset ? 'uninitialised' : 'ready';
    case 'Variable':
      return definition.parent?.kind === 'var' ? 'ready' : lexicalState(variable, definition, offset);
    default:
      return 'ready';
  }
}

/**
 * Where a function is left, V8 has forgotten its blocks: it sees the scope of the whole function, which are only the
 * parameters where these are more than plain names.
 */
function isSeenAtReturn(variable: Variable): boolean {
  const { scope } = variable;
  if (scope !== scope.variableScope) return false;
  const { params } = scope.block as { params?: readonly { readonly type: string }[] };
  const isPlain = params === undefined || params.every(({ type }) => type === 'Identifier');
  return isPlain || isWrapper(scope) || variable.defs.length === 0 || isParameter(variable);
}

/** Parameters get their values from left to right, those of one pattern together. */
function parameterState(variable: Variable, { node }: Definition, offset: number): VisibleName['state'] {
  if (offset >= bodyStartOf(variable.scope)) return 'ready';
  const { params } = node as { params: readonly unknown[] };
  const name = variable.identifiers[0];
  const own = params.find((param) => name !== undefined && isIn(rangeOf(param), rangeOf(name)[0]));
  return own !== undefined && rangeOf(own)[1] <= offset ? 'ready' : 'uninitialised';
}

function lexicalState({ scope, references }: Variable, { node }: Definition, offset: number): VisibleName['state'] {
  if (scope.type === 'for' && scope.block.type !== 'ForStatement') {
    // Each round of a `for…of` and `for…in` has its own, and there is none while the object is looked for.
    return offset < rangeOf((scope.block as { body: unknown }).body)[0] ? 'uninitialised' : 'ready';
  }
  if (rangeOf(node)[1] > offset) return 'uninitialised';
  if (scope.type !== 'switch') return 'ready';
  const { cases } = scope.block as { cases?: readonly unknown[] };
  const isSameCase = cases?.some((one) => isIn(rangeOf(one), rangeOf(node)[0]) && isIn(rangeOf(one), offset));
  if (isSameCase === true) return 'ready';
  // One that only the stack holds would be looked for further out, where V8 may find another of its name (Node 20).
  return scope.dynamic || isCaptured(scope, references) ? 'maybe' : 'uninitialised';
}

const isIn = ([start, end]: readonly [number, number], offset: number) => start <= offset && offset < end;

const isCaptured = ({ variableScope }: Scope, references: Variable['references']) =>
  references.some(({ from }) => from.variableScope !== variableScope);

/** V8 keeps a variable reachable for inner functions only when one of them mentions it. */
function outerState(variable: Variable, exported: ReadonlySet<string>): VisibleName['state'] {
  const { scope } = variable;
  const isCell =
    scope.type === 'module' &&
    (exported.has(variable.name) || variable.defs.some(({ type }) => type === 'ImportBinding'));
  if (!scope.dynamic && !isCaptured(scope, variable.references) && !isCell) return 'unreachable';
  const [definition] = variable.defs;
  const isLexical =
    definition?.type === 'ClassName' ||
    definition?.type === 'Parameter' ||
    (definition?.type === 'Variable' && definition.parent?.kind !== 'var');
  return isLexical ? 'maybe' : 'ready';
}
