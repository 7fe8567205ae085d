import type { Node as AcornNode } from 'acorn';
import type { PlaceKind } from './placeScope.ts';

/** Every node with its fields; acorn's own type says only what all have in common. */
export type AnyNode = AcornNode & Readonly<Record<string, unknown>>;

export const isFunction = ({ type }: AcornNode) =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
export const isClass = ({ type }: AcornNode) => type === 'ClassDeclaration' || type === 'ClassExpression';

/** In the order of the text. */
export const childrenOf = (node: AcornNode): readonly AcornNode[] =>
  Object.values(node)
    .flat()
    .filter((value): value is AcornNode => typeof value === 'object' && value !== null && 'type' in value);

/**
 * The nodes around a place, outer first. V8 puts a `return` at the end of what is left, arrow functions too, and that of a
 * class's fields at either end of the class.
 */
export function pathTo(program: AcornNode, offset: number, kind: PlaceKind): readonly AcornNode[] {
  const path: AcornNode[] = [];
  for (let node: AcornNode | undefined = program; node !== undefined;) {
    path.push(node);
    node = childrenOf(node).findLast((child) => {
      const { start, end } = child;
      const isPast = isFunction(child) || (isClass(child) && kind !== 'return') ? start < offset : start <= offset;
      return isPast && (offset < end || (kind === 'return' && offset === end));
    });
  }
  return path;
}

/** Whether what begins at an offset, after white space, is in a field or static block of a class and in no function inside. */
export function isInInitialiser(program: AcornNode, text: string, offset: number): boolean {
  const path = pathTo(program, offset + (/\s*/y.exec(text.slice(offset))?.[0].length ?? 0), 'other');
  const inner = path.slice(path.findLastIndex(isFunction) + 1);
  return inner.some(({ type }) => type === 'PropertyDefinition' || type === 'StaticBlock');
}

/** Whether a place is in a default value, which is looked at only where nothing was given. */
export const isInDefault = (program: AcornNode, offset: number, kind: PlaceKind): boolean =>
  pathTo(program, offset, kind).some((node) => {
    const { type, right } = node as unknown as { readonly type: string; readonly right: AcornNode };
    return type === 'AssignmentPattern' && right.start <= offset;
  });

type Holder = {
  readonly type: string;
  readonly id?: AcornNode | null;
  readonly key?: AcornNode;
  readonly computed?: boolean;
};

/** Where the function around a place has its name: its own, or that of the variable or member it is the value of. */
export function functionNameAt(program: AcornNode, offset: number): AcornNode | undefined {
  const path = pathTo(program, offset, 'other');
  const index = path.findLastIndex(isFunction);
  const own = path[index] as unknown as Holder | undefined;
  if (own === undefined) return undefined;
  const holder = path[index - 1] as unknown as Holder | undefined;
  const name = own.id ?? (holder?.computed === true ? undefined : (holder?.id ?? holder?.key));
  return name?.type === 'Identifier' ? name : undefined;
}
