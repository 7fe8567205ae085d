import type { Node as AcornNode } from 'acorn';
import type { Scope } from 'eslint-scope';
import type { PlaceKind } from './placeScope.ts';
import { childrenOf, isClass, isFunction, pathTo, type AnyNode } from './syntaxPath.ts';

/**
 * Why V8 must not evaluate a breakpoint's condition at a place. Each was seen in real processes (Node 20 to 26):
 * class: the process dies in field initialisers, static blocks, computed keys and `extends` (20, 22).
 * super: V8 writes `this` back as undefined, and the app's `super()` then throws.
 * with: names would be looked up in the app's object, and mean something else.
 * end: V8 says that several functions end here, and stops in any of them.
 * eval: names made at run time cannot be told from others, and the process dies in some parameters (20 to 26).
 */
export type Unsafe = 'class' | 'super' | 'with' | 'eval' | 'end';

/** What a person reads after "…:12 is ". */
export const unsafeWords: Readonly<Record<Unsafe, string>> = {
  class: "in a class's fields, static blocks or head, where V8 cannot read variables safely",
  super: 'in a constructor before its `super()` has returned, where reading variables would disturb it',
  with: 'inside a `with`, where names cannot be read safely',
  end: 'where several functions end, which V8 does not tell apart',
  eval: 'in a function that calls `eval`, where names cannot be read safely',
};

/** Undefined where a breakpoint's condition may be evaluated. `scope` is the innermost one at the place. */
export function unsafeAt(program: AcornNode, scope: Scope, offset: number, kind: PlaceKind): Unsafe | undefined {
  for (let current: Scope | null = scope; current !== null; current = current.upper) {
    if (current.type === 'with') return 'with';
    if (isSloppyEval(current)) return 'eval';
  }
  const path = pathTo(program, offset, kind);
  const owner = path.findLast((node) => isFunction(node) || isClass(node));
  if (owner !== undefined && isClass(owner)) return 'class';
  if (path.filter((node) => node.end === offset && (isFunction(node) || node.type === 'ReturnStatement')).length > 1) {
    return 'end';
  }
  return isBeforeSuper(path, offset) ? 'super' : undefined;
}

/** Its type does not tell that it knows of calls of `eval`. */
const isSloppyEval = (scope: Scope) =>
  (scope as Scope & { readonly directCallToEvalScope: boolean }).directCallToEvalScope && !scope.isStrict;

/**
 * Whether V8 knows `this` at a place: in an arrow function only when that one itself mentions it. Elsewhere V8 says
 * undefined.
 */
export function isThisKnown(program: AcornNode, offset: number, kind: PlaceKind): boolean {
  const arrow = pathTo(program, offset, kind).findLast(isFunction);
  return arrow?.type !== 'ArrowFunctionExpression' || childrenOf(arrow).some(mentionsThis);
}

function mentionsThis(node: AcornNode): boolean {
  if (node.type === 'ThisExpression' || node.type === 'Super') return true;
  return !isFunction(node) && childrenOf(node).some(mentionsThis);
}

/** In a derived constructor, or an arrow function in it, before the statement with its last `super()` has ended. */
function isBeforeSuper(path: readonly AcornNode[], offset: number): boolean {
  const index = path.findLastIndex((node) => isFunction(node) && node.type !== 'ArrowFunctionExpression');
  const method = path[index - 1] as AnyNode | undefined;
  if (method?.type !== 'MethodDefinition' || method['kind'] !== 'constructor') return false;
  const owner = path.slice(0, index).findLast(isClass) as AnyNode | undefined;
  if (owner === undefined || owner['superClass'] === null) return false;
  const { body } = path[index] as unknown as { readonly body: { readonly body: readonly AcornNode[] } };
  const last = body.body.findLast(callsSuper);
  return last === undefined || offset < last.end;
}

function callsSuper(node: AcornNode): boolean {
  if (node.type === 'CallExpression' && ((node as AnyNode)['callee'] as AcornNode).type === 'Super') return true;
  return childrenOf(node).some(callsSuper);
}
