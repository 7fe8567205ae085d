import { describe, expect, it } from 'vitest';
import {
  decideGutter,
  type AddedBreakpoint,
  type GutterSituation,
} from '../../../extension/src/gutter/decideGutter.ts';

const click: AddedBreakpoint = { isSource: true, path: '/shop/src/checkout.ts', enabled: true, isVisible: true };
const live: GutterSituation = { enabled: true, live: true, debugging: false, snapshotsHere: [] };
const decide = (added: readonly AddedBreakpoint[], situation: Partial<GutterSituation> = {}, rest = {}) =>
  decideGutter({ added, removed: 0, changed: 0, ...rest }, { ...live, ...situation });

describe('decideGutter', () => {
  it('makes a click a snapshot', () => {
    expect(decide([click])).toEqual({ kind: 'snapshot' });
  });

  it('keeps the condition and the hit count', () => {
    expect(decide([{ ...click, condition: 'user.id === 42', hitCondition: '>= 3' }])).toEqual({
      kind: 'snapshot',
      condition: 'user.id === 42',
      maxHits: 3,
    });
  });

  it.each([
    ['0', undefined],
    ['1', 1],
    ['1000', 1000],
    ['1001', undefined],
    ['', undefined],
    ['%', undefined],
  ])('reads the hit count %j as %j', (hitCondition, maxHits) => {
    expect(decide([{ ...click, hitCondition }])).toEqual({ kind: 'snapshot', condition: undefined, maxHits });
  });

  it('makes a logpoint a log', () => {
    expect(decide([{ ...click, logMessage: 'total {total}' }])).toMatchObject({
      kind: 'log',
      template: 'total {total}',
    });
  });

  it('takes a snapshot away on the second click', () => {
    expect(decide([click], { snapshotsHere: ['a', 'b'] })).toEqual({ kind: 'remove', ids: ['a', 'b'] });
  });

  it('adds a log beside a snapshot', () => {
    expect(decide([{ ...click, logMessage: 'x' }], { snapshotsHere: ['a'] })).toMatchObject({ kind: 'log' });
  });

  it.each(['.js', '.ts', '.jsx', '.tsx', '.mjs', '.cjs', '.mts', '.cts'])('takes clicks in %s files', (ending) => {
    expect(decide([{ ...click, path: `/a/b${ending}` }])).toEqual({ kind: 'snapshot' });
  });

  it.each<[string, AddedBreakpoint[], Partial<GutterSituation>, object]>([
    ['fifty restored at once', Array.from({ length: 50 }, () => click), {}, {}],
    ['two at once', [click, click], {}, {}],
    ['none', [], {}, {}],
    ['one that replaces another', [click], {}, { removed: 1 }],
    ['one that comes with a change', [click], {}, { changed: 1 }],
    ['while not connected', [click], { live: false }, {}],
    ['while debugging', [click], { debugging: true }, {}],
    ['when the setting is off', [click], { enabled: false }, {}],
    ['in a Python file', [{ ...click, path: '/a.py' }], {}, {}],
    ['in a JSON file', [{ ...click, path: '/a.json' }], {}, {}],
    ['a function breakpoint', [{ ...click, isSource: false }], {}, {}],
    ['a disabled one', [{ ...click, enabled: false }], {}, {}],
    ['in a file nobody sees', [{ ...click, isVisible: false }], {}, {}],
  ])('leaves breakpoints alone: %s', (_name, added, situation, rest) => {
    expect(decide(added, situation, rest)).toEqual({ kind: 'leave' });
  });
});
