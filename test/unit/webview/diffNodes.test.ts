import type { Capture, Value } from '@stillframe/protocol';
import { captureObjects, createComparison } from '@stillframe/protocol/reading';
import { describe, expect, it } from 'vitest';
import {
  diffChildren,
  type DiffContext,
  type DiffNode,
  diffRoots,
  hasChildren,
} from '../../../webview/src/captures/diffNodes.ts';
import { createValues, number, sampleCapture, string } from '../adapter/sampleCapture.ts';

function compare(left: Capture, right: Capture) {
  const [before, after] = [captureObjects(left), captureObjects(right)];
  const context: DiffContext = { left: before, right: after, isSame: createComparison(after, before) };
  return { context, roots: diffRoots(left, right, 0, context) };
}
/** A capture with these locals and watches. */
const holding = (variables: Readonly<Record<string, Value>>, watches: Capture['watches'] = []): Capture => ({
  ...sampleCapture(1),
  watches,
  frames: [
    {
      name: 'f',
      file: '/f.js',
      line1: 1,
      column1: 1,
      origin: 'app',
      scopes: [{ kind: 'local', variables: Object.entries(variables).map(([k, v]) => ({ k, v })) }],
    },
  ],
});
const shown = (nodes: readonly DiffNode[]) => nodes.map(({ label, status }) => `${label} ${status}`);
/** The rows below the row of this name. */
function below(left: Capture, right: Capture, name: string): readonly DiffNode[] {
  const { context, roots } = compare(left, right);
  const locals = roots.flatMap((root) => diffChildren(root, context));
  const node = locals.find(({ label }) => label === name);
  return node === undefined ? [] : diffChildren(node, context);
}

describe('two captures as a tree of differences', () => {
  const { object, array, map } = createValues();

  it('has nothing but sameness for the same values with other ids', () => {
    const { context, roots } = compare(sampleCapture(1), sampleCapture(1));
    expect(new Set([...roots, ...roots.flatMap((root) => diffChildren(root, context))].map((n) => n.status))).toEqual(
      new Set(['same']),
    );
  });
  it('says of each variable what became of it, in the order of the code', () => {
    const left = holding({ a: number(1), b: number(2), c: number(3) });
    const right = holding({ a: number(1), x: number(0), b: number(9), y: number(0) });
    const { context, roots } = compare(left, right);
    expect(shown(roots)).toEqual(['Local changed']);
    expect(shown(diffChildren(roots[0] as DiffNode, context))).toEqual([
      'a same',
      'x added',
      'b changed',
      'c removed',
      'y added',
    ]);
  });
  it('goes into objects, arrays and maps, which are paired by their keys', () => {
    const left = holding({
      o: object('Cart', { id: number(1), 'a/b': number(1), 'c/b': number(2) }),
      list: array([number(1), number(2)]),
      m: map([
        [string('k'), number(1)],
        [string('gone'), number(2)],
      ]),
    });
    const right = holding({
      o: object('Cart', { id: number(2), 'a/b': number(1), 'c/b': number(3) }),
      list: array([number(1), number(2), number(3)]),
      m: map([
        [string('new'), number(0)],
        [string('k'), number(1)],
      ]),
    });
    expect(shown(below(left, right, 'o'))).toEqual(['id changed', 'a/b same', 'c/b changed']);
    expect(shown(below(left, right, 'list'))).toEqual(['0 same', '1 same', '2 added']);
    expect(shown(below(left, right, 'm'))).toEqual(['"new" => added', '"k" => same', '"gone" => removed']);
  });
  it('pairs watches by their expression, wherever they stand', () => {
    const watch = (expression: string, value: number) => ({ expression, value: { t: 'number', v: value } as const });
    const { context, roots } = compare(holding({}, [watch('a', 1)]), holding({}, [watch('b', 2), watch('a', 1)]));
    expect(shown(diffChildren(roots[0] as DiffNode, context))).toEqual(['b added', 'a same']);
  });
  it('opens what only one side has, and cycles no further than they are opened', () => {
    const { context, roots } = compare(holding({ a: number(1) }), holding({ a: object('A', { x: number(1) }) }));
    const [a] = diffChildren(roots[0] as DiffNode, context);
    expect(a === undefined ? [] : shown(diffChildren(a, context))).toEqual(['x added']);
    const cyclic = compare(sampleCapture(1), sampleCapture(2));
    let node = cyclic.roots
      .flatMap((root) => diffChildren(root, cyclic.context))
      .find(({ label }) => label === 'node') as DiffNode;
    for (let level = 0; level < 20; level += 1) {
      expect(hasChildren(node, cyclic.context)).toBe(true);
      node = diffChildren(node, cyclic.context)[0] as DiffNode;
    }
  });
});
