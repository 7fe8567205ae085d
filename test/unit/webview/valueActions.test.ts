import type { Capture, ProbeView, Value } from '@stillframe/protocol';
import type { CaptureRow } from '@stillframe/protocol/webview';
import { describe, expect, it } from 'vitest';
import { addWatch } from '../../../extension/src/views/webviews/addWatch.ts';
import { createDeeperFetches } from '../../../extension/src/views/webviews/deeperFetches.ts';
import { captureMessage, previousRow } from '../../../webview/src/captures/captureMenu.ts';
import { abilitiesOf, messageFor, type RowAbilities } from '../../../webview/src/captures/valueActions.ts';
import type { VariableNode } from '../../../webview/src/captures/variableNodes.ts';
import { createValues, number, sampleCapture, string } from '../adapter/sampleCapture.ts';

const none = new Map();
const node = (value: Value, expression?: string): VariableNode => ({
  kind: 'value',
  path: 'x',
  label: 'lines',
  value,
  ...(expression === undefined ? {} : { expression }),
});

describe('what can be done with a variable', () => {
  const { array } = createValues();
  const cut = array([], { size: 3, cut: { reason: 'depth' } });
  it.each<readonly [string, VariableNode, boolean, Partial<RowAbilities>]>([
    [
      'a plain value',
      node(number(1), 'cart.n'),
      true,
      { canCopy: true, canCopyPath: true, canWatch: true, canFetch: false },
    ],
    ['a cut text', node(string('a', 900), 'cart.s'), true, { canFetch: true }],
    ['a cut object', node(cut, 'cart.lines'), true, { canFetch: true }],
    ['one of a file', node(cut, 'cart.lines'), false, { canWatch: false, canFetch: false, canCopyPath: true }],
    ['one without an expression', node(cut), true, { canCopyPath: false, canWatch: false, canFetch: false }],
    ['one whose path is too long to send', node(cut, 'x'.repeat(1_001)), true, { canWatch: false, canFetch: false }],
    [
      'a scope',
      { kind: 'scope' as const, path: 's0', label: 'Local', children: [] },
      true,
      { canCopy: false, canFetch: false },
    ],
  ])('%s', (_, row, isLive, abilities) => expect(abilitiesOf(row, none, isLive)).toMatchObject(abilities));

  it('becomes a message with the value in the form that was chosen', () => {
    const row = node(number('NaN'), 'cart.n');
    const text = (action: 'copyValue' | 'copyPath' | 'copyJson' | 'copyScript') => messageFor(action, row, 'c', none);
    expect([text('copyValue'), text('copyPath'), text('copyJson'), text('copyScript')]).toEqual(
      ['NaN', 'cart.n', '"NaN"', 'NaN'].map((copied) => ({ type: 'copy', text: copied })),
    );
    expect(messageFor('fetchDeeper', row, 'c', none)).toEqual({
      type: 'fetchDeeper',
      captureId: 'c',
      expression: 'cart.n',
    });
    expect(messageFor('copyPath', undefined, 'c', none)).toBeUndefined();
  });
});

describe('the menu of a capture', () => {
  const row = (id: string, atMs: number, probeId = 'p') => ({ id, atMs, probeId }) as CaptureRow;
  // A pinned one stands on top, whatever its age.
  const rows = [row('old', 1), row('new', 9), row('middle', 5), row('other', 8, 'q')];
  it('compares with the hit before of the same probe', () => {
    expect(previousRow(rows[1] as CaptureRow, rows)?.id).toBe('middle');
    expect(previousRow(rows[0] as CaptureRow, rows)).toBeUndefined();
  });
  it('puts the older one on the left', () => {
    const chosen = (markedId: string | undefined, of: number) =>
      captureMessage('compareWithSelected', rows[of] as CaptureRow, rows, markedId);
    expect(chosen('new', 2)).toEqual({ type: 'compareCaptures', leftId: 'middle', rightId: 'new' });
    expect(chosen('old', 1)).toEqual({ type: 'compareCaptures', leftId: 'old', rightId: 'new' });
    expect([chosen('new', 1), chosen(undefined, 1), chosen('gone', 1)]).toEqual([undefined, undefined, undefined]);
  });
});

/** A hub that holds one snapshot, and notes what it is asked. */
function hubWith(spec: object | undefined) {
  const calls: { method: string; params: { spec?: object; ids?: string[] } }[] = [];
  const probes = new Map<string, ProbeView>();
  if (spec !== undefined)
    probes.set('probe-1', { probe: { id: 'probe-1', spec }, statuses: [] } as unknown as ProbeView);
  const call = (async (method: string, params: object) => {
    calls.push({ method, params });
    return { probe: { probe: { id: 'deeper-1' } } };
  }) as never;
  return { calls, probes, hub: { probes, call } };
}
const snapshot = {
  kind: 'snapshot',
  at: { file: 'src/a.ts', line1: 3 },
  condition: 'total > 1',
  target: { app: 'shop' },
  watches: [{ expression: 'total' }],
};

describe('adding a watch', () => {
  it('places the snapshot anew with one watch more', async () => {
    const { hub, calls } = hubWith(snapshot);
    await addWatch(hub, 'probe-1', 'cart.lines');
    expect(calls).toMatchObject([
      {
        method: 'probe/update',
        params: { spec: { watches: [{ expression: 'total' }, { expression: 'cart.lines' }] } },
      },
    ]);
  });
  it.each([
    ['a probe that is gone', undefined, 'a', 'The snapshot that took this capture is gone.'],
    ['a watch that is there', snapshot, 'total', 'total is watched already'],
    ['what could have an effect', snapshot, 'cart.save()', 'save'],
    [
      'a watch too many',
      { ...snapshot, watches: Array.from({ length: 20 }, (_, i) => ({ expression: `w${i}` })) },
      'a',
      'at most 20',
    ],
  ])('refuses %s', async (_, spec, expression, sentence) => {
    const { hub, calls } = hubWith(spec);
    await expect(addWatch(hub, 'probe-1', expression)).rejects.toThrow(sentence);
    expect(calls).toEqual([]);
  });
});

describe('fetching deeper', () => {
  const capture: Capture = sampleCapture(1);
  it('arms one hit at the same line and condition, as deep as agents go, and nothing else as deep', async () => {
    const { hub, calls } = hubWith(snapshot);
    const fetches = createDeeperFetches(hub);
    await fetches.start(capture, 'cart.lines');
    expect(calls).toMatchObject([
      {
        method: 'probe/add',
        params: {
          spec: {
            at: { file: 'src/a.ts', line1: 3 },
            condition: 'total > 1',
            target: { app: 'shop' },
            maxHits: 1,
            frames: 1,
            watches: [{ expression: 'cart.lines', depth: 8 }],
            limits: { depth: 0 },
          },
        },
      },
    ]);
    expect(fetches.current()).toEqual([{ probeId: 'deeper-1', expression: 'cart.lines' }]);
  });
  it('takes the capture’s own place when its probe is gone', async () => {
    const { hub, calls } = hubWith(undefined);
    await createDeeperFetches(hub).start(capture, 'cart');
    expect(calls[0]?.params.spec).toMatchObject({ at: { file: '/srv/shop/src/checkout.ts', line1: 44 } });
  });
  it('tells what came once, and takes its probe away', async () => {
    const { hub, calls } = hubWith(snapshot);
    const fetches = createDeeperFetches(hub);
    await fetches.start(capture, 'cart.lines');
    const deeper = { ...sampleCapture(2), probeId: 'deeper-1' };
    expect(fetches.noteChange({ captures: [capture, deeper] }).arrived).toEqual([deeper]);
    expect(calls.at(-1)).toEqual({ method: 'probes/remove', params: { ids: ['deeper-1'] } });
    expect([fetches.current(), fetches.noteChange({ captures: [deeper] }).arrived]).toEqual([[], []]);
  });
  it('tells when nothing can come', async () => {
    const { hub, probes } = hubWith(snapshot);
    const fetches = createDeeperFetches(hub);
    await fetches.start(capture, 'cart.lines');
    expect(fetches.noteChange({ probes: ['other'] }).failed).toEqual([]);
    probes.set('deeper-1', { ended: 'expired', statuses: [] } as unknown as ProbeView);
    expect(fetches.noteChange({ probes: ['deeper-1'] }).failed).toMatchObject([
      { message: expect.stringContaining('No hit came') },
    ]);
    expect(fetches.current()).toEqual([]);
  });
});
