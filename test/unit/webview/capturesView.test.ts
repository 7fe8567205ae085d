import type { Frame } from '@stillframe/protocol';
import { captureObjects } from '@stillframe/protocol/reading';
import type { CaptureRow, HostMessage } from '@stillframe/protocol/webview';
import { describe, expect, it } from 'vitest';
import { copyText } from '../../../webview/src/captures/copyText.ts';
import { initialCaptures, reduceCaptures } from '../../../webview/src/captures/capturesState.ts';
import { filterRows } from '../../../webview/src/captures/filterRows.ts';
import { objectPlaces } from '../../../webview/src/captures/objectPlaces.ts';
import { stackRows } from '../../../webview/src/captures/stackRows.ts';
import {
  childNodes,
  frameNodes,
  isExpandable,
  type VariableNode,
} from '../../../webview/src/captures/variableNodes.ts';
import { parentIndex, treeRows } from '../../../webview/src/ui/treeRows.ts';
import { createValues, number, sampleCapture } from '../adapter/sampleCapture.ts';

const row = (id: string, more: Partial<CaptureRow> = {}): CaptureRow => ({
  id,
  probeId: 'p1',
  atMs: 0,
  hit: 1,
  functionName: 'checkout',
  file: '/srv/shop/src/checkout.ts',
  line1: 44,
  instance: 'pod-1',
  preview: [{ name: 'total', text: 'NaN', isChanged: false }],
  ...more,
});
const surroundings = { hub: 'live', instances: 1, waiting: [] } as const;
const hydrated = (rows: readonly CaptureRow[]): HostMessage => ({ type: 'captures', rows, probes: [], surroundings });

describe('the rows of the stack', () => {
  const frame = (origin: Frame['origin']): Frame => ({ name: 'f', file: '/f.js', line1: 1, column1: 1, origin });
  const frames = [frame('app'), frame('dependency'), frame('node'), frame('app'), frame('node')];
  const short = (open: number[]) =>
    stackRows(frames, new Set(open)).map((each) => (each.kind === 'fold' ? each.label : each.index));

  it('folds neighbours that are not the user’s code', () =>
    expect(short([])).toEqual([0, '2 frames in node_modules and Node.js', 3, 4]));
  it('shows them below an opened fold', () =>
    expect(short([1])).toEqual([0, '2 frames in node_modules and Node.js', 1, 2, 3, 4]));
  it('never folds the probed frame', () =>
    expect(stackRows([frame('dependency'), frame('dependency')], new Set()).map(({ kind }) => kind)).toEqual([
      'frame',
      'frame',
    ]));
});

describe('the filter', () => {
  const rows = [
    row('1', { request: 'a1b2c3' }),
    row('2', { probeId: 'p2', functionName: 'handler', instance: 'shop pod-12', preview: [] }),
    row('3', { probeId: 'p2', file: '/srv/shop/src/pod-1.ts', instance: 'eu pod-3' }),
  ];
  const probes = [
    { id: 'p1', title: 'checkout.ts:44' },
    { id: 'p2', title: 'cart.ts:9 · Late orders' },
  ];
  it.each([
    ['', '', ['1', '2', '3']],
    ['nan', '', ['1', '3']],
    ['total=NaN checkout.ts', '', ['1']],
    ['handler', '', ['2']],
    ['', 'p2', ['2', '3']],
    ['handler nan', 'p2', []],
    ['pod-1', '', ['1', '2', '3']],
    ['instance:pod-1', '', ['1', '2']],
    ['INSTANCE:Pod-3', '', ['3']],
    ['instance:"shop pod"', '', ['2']],
    ['instance:"shop po', '', ['2']],
    ['!instance:pod-1', '', ['3']],
    ['!nan', '', ['2']],
    ['probe:late', '', ['2', '3']],
    ['probe:"late orders" !file:checkout', '', ['3']],
    ['instance:pod-1 probe:cart', '', ['2']],
    ['function:handler', '', ['2']],
    ['trace:b2', '', ['1']],
    ['instance:checkout', '', []],
    ['instance: !', '', ['1', '2', '3']],
    ['ts:44', '', ['1', '2', '3']],
    ['"checkout.ts:44 handler"', '', ['2']],
  ])('%j of probe %j', (filter, probeId, ids) =>
    expect(filterRows(rows, filter, probeId, probes).map(({ id }) => id)).toEqual(ids),
  );
});

describe('the state of the captures view', () => {
  it('selects the newest capture first and keeps the selection when more arrive', () => {
    let state = reduceCaptures(initialCaptures(undefined), hydrated([]));
    expect(state.selectedId).toBeUndefined();
    state = reduceCaptures(state, { type: 'capturesAdded', rows: [row('a')], probes: [] });
    expect(state.selectedId).toBe('a');
    state = reduceCaptures(state, { type: 'capturesAdded', rows: [row('c'), row('b')], probes: [] });
    expect([state.selectedId, state.rows.map(({ id }) => id)]).toEqual(['a', ['c', 'b', 'a']]);
  });
  it('restores the selection that was saved, when it is still there', () => {
    expect(reduceCaptures(initialCaptures('b'), hydrated([row('a'), row('b')])).selectedId).toBe('b');
    expect(reduceCaptures(initialCaptures('gone'), hydrated([row('a'), row('b')])).selectedId).toBe('a');
  });
  it('ignores the answer to an older selection', () => {
    const state = reduceCaptures(initialCaptures('b'), hydrated([row('a'), row('b')]));
    expect(reduceCaptures(state, { type: 'capture', capture: sampleCapture(1) }).detail).toBeUndefined();
  });
  it('keeps at most 500 rows', () => {
    const many = Array.from({ length: 500 }, (_, index) => row(`r${index}`));
    const state = reduceCaptures(reduceCaptures(initialCaptures(undefined), hydrated(many)), {
      type: 'capturesAdded',
      rows: [row('new')],
      probes: [],
    });
    expect([state.rows.length, state.rows[0]?.id]).toEqual([500, 'new']);
  });
});

describe('the variables tree', () => {
  const capture = sampleCapture(2, 'NaN');
  const objects = captureObjects(capture);
  const before = sampleCapture(1);
  const older = captureObjects(before);
  const nodes = frameNodes(capture, 0, before);
  const rows = (isOpen: (node: VariableNode) => boolean) =>
    treeRows<VariableNode>({
      roots: nodes,
      isExpandable: (node) => isExpandable(node, objects),
      isExpanded: isOpen,
      children: (node) => {
        if (node.kind === 'scope') return node.children;
        return node.kind === 'value' ? childNodes(node, objects, older) : [];
      },
    });
  const label = ({ node }: { node: VariableNode }) => (node.kind === 'note' ? node.text : node.label);

  it('has watches on top, this at the head of the locals, then the other scopes', () => {
    expect(rows(() => false).map(label)).toEqual(['Watches', 'Local', 'Module']);
    expect(
      rows((node) => node.path === 's0')
        .map(label)
        .slice(0, 4),
    ).toEqual(['Watches', 'Local', 'this', 'total']);
  });
  it('pairs every place with the same place of the previous hit', () => {
    const total = rows((node) => node.path === 's0').find((each) => label(each) === 'total')?.node;
    expect(total).toMatchObject({ value: number('NaN'), previous: number(42.5), expression: 'total' });
  });
  it('follows refs, gives paths as expressions and says what was cut', () => {
    const all = rows(({ path }) => /^(s0|s0\/\.(cart|wide|many)|s0\/\.cart\/\.(owner|lines))$/.test(path));
    const by = (expression: string) =>
      all.find(({ node }) => node.kind === 'value' && node.expression === expression)?.node;
    expect(by('cart.owner.name')).toMatchObject({ value: { t: 'string', v: 'Zoë' } });
    expect(by('cart.lines[1]')).toBeDefined();
    expect(by('cart["odd key"]')).toBeDefined();
    expect(all.map(label)).toContain('950 more properties');
    expect(all.map(label)).toContain('750 more items');
  });
  it('goes as deep into a cycle as it is opened, and no further', () => {
    const all = rows(({ path }) => path === 's0' || (path.startsWith('s0/.node') && path.split('/').length < 12));
    const inside = all.filter(({ node }) => node.path.startsWith('s0/.node'));
    expect(inside.length).toBe(11);
    expect(parentIndex(inside, 10)).toBe(9);
  });
  it('names the object that a second sight is the same as', () => {
    const user = objects.get(1);
    expect(user).toMatchObject({ name: 'User' });
    expect(objectPlaces(capture, 0).get(1)).toBe('user');
  });
  it('says why a frame has no variables', () => {
    expect(frameNodes(capture, 1, before)).toMatchObject([{ kind: 'note' }]);
  });
});

describe('copying', () => {
  const capture = sampleCapture(1);
  const objects = captureObjects(capture);
  it('gives texts as they are and objects as indented text', () => {
    expect(copyText({ t: 'string', v: "it's\n\u202e" }, objects)).toBe("it's\n\u202e");
    const cart = capture.frames[0]?.scopes?.[0]?.variables.find(({ k }) => k === 'cart')?.v ?? number(0);
    expect(copyText(cart, objects)).toBe(`Cart {
  "lines": [
    {
      "qty": 2,
      "price": 9.9
    },
    {
      "qty": undefined
    }
  ],
  "owner": User {
    "id": 7,
    "name": "Zoë",
    "email": •••
  },
  "total": (getter, not run),
  "odd key": 1
}`);
  });
  it('writes a shared object once, so that hostile sharing stays small', () => {
    const { object } = createValues();
    let value = object('Leaf', {});
    for (let level = 0; level < 40; level += 1) value = object('Pair', { a: value, b: { t: 'ref', id: value.id } });
    const text = copyText(value, captureObjects({ frames: [], watches: [{ expression: 'x', value }] }));
    expect(text).toContain('the same Pair as above');
    expect(text.length).toBeLessThan(20_000);
  });
});
