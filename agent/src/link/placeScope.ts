import type { Scope, ScopeManager } from 'eslint-scope';

/** What V8 says of a place beside its position; `return` is where a function is left. */
export type PlaceKind = 'return' | 'call' | 'other';

export const rangeOf = (node: unknown): readonly [number, number] => {
  const { start, end } = node as { start: number; end: number };
  return [start, end];
};

/** The function that CommonJS wraps around a file. */
export const isWrapper = (scope: Scope) => scope.type === 'function' && scope.block.type === 'Program';

export const isFunctionScope = (scope: Scope) => scope.type === 'function' && !isWrapper(scope);

/** Where the body of a function scope begins; what is before are its parameters. */
export function bodyStartOf(scope: Scope): number {
  const { body } = scope.block as { body?: unknown };
  return body === undefined || Array.isArray(body) ? 0 : rangeOf(body)[0];
}

/** The innermost scope at a place of V8. */
export function scopeAt(manager: ScopeManager, offset: number, kind: PlaceKind): Scope {
  let current = manager.scopes[0] as Scope;
  for (;;) {
    const inner = current.childScopes.findLast((child: Scope) => contains(child, offset, kind));
    if (inner === undefined) return current;
    current = inner;
  }
}

function contains(scope: Scope, offset: number, kind: PlaceKind): boolean {
  const [start, end] = rangeOf(scope.block);
  // Exactly at its start, a function is a value of the code around it: `const f = HERE(x) => …`.
  const isFunction = isFunctionScope(scope) || scope.type === 'function-expression-name';
  if (isFunction ? start >= offset : start > offset) return false;
  return offset < end || (kind === 'return' && offset === end && isExpressionBodied(scope));
}

/** An arrow function without braces is left just past its text; V8 then takes the innermost function that ends there. */
function isExpressionBodied(scope: Scope): boolean {
  if (!isFunctionScope(scope) || scope.block.type !== 'ArrowFunctionExpression') return false;
  return (scope.block as { body: { type: string } }).body.type !== 'BlockStatement';
}
