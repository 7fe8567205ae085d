import type { Node as AcornNode } from 'acorn';
import { childrenOf, type AnyNode } from './syntaxPath.ts';

type Range = readonly [start: number, end: number];

/** One function of a script: what it is, and where it begins and ends. Offsets in UTF-16 units. */
export type FunctionShape = {
  readonly start: number;
  readonly end: number;
  readonly kind: 'sync' | 'async' | 'generator';
  readonly body: AcornNode;
  /** An offset at or before all it runs that V8, too, counts as its own: what is before its parameters is not. */
  readonly inside: number;
  /** Functions right inside it, class fields and static blocks included: V8 runs those as functions too. */
  readonly inner: readonly Range[];
  /** Classes in it: V8 puts the end of their fields at places that look like the function's own. */
  readonly classes: readonly Range[];
  /** Its `throw` statements that no `try` of its own can catch. */
  readonly throws: readonly number[];
  /** Its end is also where a function around it returns; V8 stops there for that one only. */
  readonly sharesEnd: boolean;
  /** A `return` of its own reaches to its closing brace, without a semicolon: V8 stops there for that `return`. */
  readonly endsInReturn: boolean;
};

/** Every function of a syntax tree, outer before inner. */
export function functionShapes(program: AcornNode): readonly FunctionShape[] {
  const shapes: Open[] = [];
  visit(program, undefined, false, { shapes, returnEnds: new Set() });
  return shapes;
}

type Open = FunctionShape & {
  readonly inner: Range[];
  readonly classes: Range[];
  readonly throws: number[];
  endsInReturn: boolean;
};

type Found = { readonly shapes: Open[]; readonly returnEnds: Set<number> };

function visit(node: AcornNode, owner: Open | undefined, isCaught: boolean, found: Found): void {
  const { type, start, end } = node;
  const fields = node as AnyNode;
  switch (type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      owner?.inner.push([start, end]);
      const kind = fields['generator'] === true ? 'generator' : fields['async'] === true ? 'async' : 'sync';
      const body = fields['body'] as AcornNode;
      const sharesEnd = body.type !== 'BlockStatement' && found.returnEnds.has(end);
      if (body.type !== 'BlockStatement') found.returnEnds.add(end);
      const inside = insideOf(node, fields, kind);
      const lists = { inner: [], classes: [], throws: [] };
      const shape: Open = { start, end, kind, body, inside, ...lists, sharesEnd, endsInReturn: false };
      found.shapes.push(shape);
      for (const child of childrenOf(node)) visit(child, shape, false, found);
      return;
    }
    case 'ReturnStatement':
      found.returnEnds.add(end);
      if (owner !== undefined && end === owner.end - 1) owner.endsInReturn = true;
      break;
    case 'PropertyDefinition':
    case 'StaticBlock': {
      const value = type === 'StaticBlock' ? node : (fields['value'] as AcornNode | null);
      for (const child of childrenOf(node)) {
        // What runs there is no function of its own that one could measure.
        if (child === value || type === 'StaticBlock') visit(child, undefined, false, found);
        else visit(child, owner, isCaught, found);
      }
      if (value !== null) owner?.inner.push([value.start, value.end]);
      return;
    }
    case 'ClassDeclaration':
    case 'ClassExpression':
      owner?.classes.push([start, end]);
      break;
    case 'ThrowStatement':
      if (!isCaught) owner?.throws.push(start);
      break;
    case 'TryStatement': {
      const { block, handler, finalizer } = fields as unknown as {
        readonly block: AcornNode;
        readonly handler: AcornNode | null;
        readonly finalizer: AcornNode | null;
      };
      // A `finally` may return, or take long: what is thrown into it has not left yet.
      const isHeld = isCaught || finalizer !== null;
      visit(block, owner, isHeld || handler !== null, found);
      if (handler !== null) visit(handler, owner, isHeld, found);
      if (finalizer !== null) visit(finalizer, owner, isCaught, found);
      return;
    }
    default:
  }
  for (const child of childrenOf(node)) visit(child, owner, isCaught, found);
}

function insideOf({ type, start }: AcornNode, fields: AnyNode, kind: FunctionShape['kind']): number {
  const [first] = fields['params'] as readonly AcornNode[];
  if (type === 'ArrowFunctionExpression' && kind === 'sync') return start;
  return (first ?? (fields['body'] as AcornNode)).start;
}

/** Offset of a place where V8 can stop. */
export type Stop = { readonly offset: number; readonly kind: 'return' | 'call' | 'other' };

/** Where a function's calls begin and where they can be seen to end. */
export type Ends<T extends Stop> =
  | { readonly ok: true; readonly enter: T; readonly leave: readonly T[] }
  | { readonly ok: false; readonly reason: 'loop' | 'empty' | 'unseen' };

/** Chooses among the places where V8 can stop in or near a function. */
export function endsOf<T extends Stop>(shape: FunctionShape, stops: readonly T[]): Ends<T> {
  // An arrow function without braces returns just past its text.
  const last = shape.body.type === 'BlockStatement' ? shape.end - 1 : shape.end;
  const own = stops
    .filter(({ offset }) => shape.start < offset && offset <= last && !isWithin(shape.inner, offset))
    .sort((a, b) => a.offset - b.offset);
  const entry = entryIn(
    shape.body,
    own.filter(({ kind }) => kind !== 'return'),
  );
  if (entry === 'loop') return { ok: false, reason: 'loop' };
  const returns = own.filter(
    ({ offset, kind }) =>
      kind === 'return' &&
      !isInOrAt(shape.classes, offset) &&
      !(shape.sharesEnd && offset === shape.end) &&
      // Node 20 and 22 have a place at an end that is never reached.
      !(offset === shape.end - 1 && isLeftBefore(shape.body) && !shape.endsInReturn),
  );
  // An empty function has but its end.
  const enter = entry ?? returns[0];
  if (enter === undefined) return { ok: false, reason: 'empty' };
  if (shape.kind === 'async') return { ok: true, enter, leave: [] };
  const throws = own.filter(({ offset }) => shape.throws.includes(offset));
  const leave = [...returns, ...throws];
  return leave.length === 0 ? { ok: false, reason: 'unseen' } : { ok: true, enter, leave };
}

const isWithin = (ranges: readonly Range[], offset: number) =>
  ranges.some(([start, end]) => start < offset && offset < end);
const isInOrAt = (ranges: readonly Range[], offset: number) =>
  ranges.some(([start, end]) => start <= offset && offset <= end);

/** Whether what follows a statement is never reached; false where that is not plain. */
function isLeftBefore(node: AcornNode | null | undefined): boolean {
  const fields = node as AnyNode | null | undefined;
  const child = (name: string) => fields?.[name] as AcornNode | null;
  switch (node?.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return true;
    case 'BlockStatement':
      return isLeftBefore((fields?.['body'] as readonly AcornNode[] | undefined)?.at(-1));
    case 'CatchClause':
      return isLeftBefore(child('body'));
    case 'IfStatement':
      return isLeftBefore(child('consequent')) && isLeftBefore(child('alternate'));
    case 'TryStatement':
      return isLeftBefore(child('block')) && (child('handler') === null || isLeftBefore(child('handler')));
    default:
      return false;
  }
}

/**
 * A place that every call passes exactly once, before it does anything; 'loop' when the first place is passed again by a
 * later round. Places in the parameters do not count: a default's is passed only where it is needed.
 */
function entryIn<T extends Stop>(node: AcornNode, stops: readonly T[]): T | 'loop' | undefined {
  const fields = node as AnyNode;
  const child = (name: string) => fields[name] as AcornNode | null;
  const list = (name: string) => fields[name] as readonly AcornNode[];
  const inside = (part: AcornNode | null) =>
    part === null ? [] : stops.filter(({ offset }) => part.start <= offset && offset < part.end);
  switch (node.type) {
    case 'BlockStatement':
      return firstOf(list('body'), stops);
    case 'LabeledStatement':
      return entryIn(child('body') as AcornNode, stops);
    case 'TryStatement':
      return entryIn(child('block') as AcornNode, stops);
    case 'ClassDeclaration':
      return undefined;
    case 'VariableDeclaration':
      // A pattern's defaults come before its value in the text, and after it in time.
      return firstOf(list('declarations'), stops);
    case 'VariableDeclarator':
      return inside(child('init'))[0] ?? inside(child('id'))[0];
    case 'ForStatement':
      return inside(node).length === 0 ? undefined : (inside(child('init'))[0] ?? 'loop');
    case 'ForInStatement':
    case 'ForOfStatement':
      return inside(node).length === 0 ? undefined : (inside(child('right'))[0] ?? 'loop');
    case 'WhileStatement':
    case 'DoWhileStatement':
      return inside(node).length === 0 ? undefined : 'loop';
    default:
      // Of an expression V8's place for the whole may be in its middle; the calls in it may be passed or not.
      return inside(node).find(({ kind }) => kind === 'other' && !node.type.endsWith('Statement')) ?? inside(node)[0];
  }
}

function firstOf<T extends Stop>(nodes: readonly AcornNode[], stops: readonly T[]): T | 'loop' | undefined {
  for (const node of nodes) {
    const entry = entryIn(node, stops);
    if (entry !== undefined) return entry;
  }
  return undefined;
}
