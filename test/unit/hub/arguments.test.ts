import { describe, expect, test } from 'vitest';
import {
  parseDuration,
  parseExpiry,
  parsePlace,
  parseWait,
  parseWhole,
  spellWait,
} from '../../../hub/src/cli/arguments.ts';

describe('places', () => {
  test.each([
    ['src/a.ts:12', { file: 'src/a.ts', line1: 12 }],
    ['./src/a.ts:1', { file: 'src/a.ts', line1: 1 }],
    ['../b.ts:3', { file: '/srv/b.ts', line1: 3 }],
    ['/abs/a b.ts:3', { file: '/abs/a b.ts', line1: 3 }],
    ['C:\\app\\a.ts:3', { file: 'C:/app/a.ts', line1: 3 }],
    ['a:b.ts:3', { file: 'a:b.ts', line1: 3 }],
  ])('%s', (text, place) => expect(parsePlace(text, '/srv/dir')).toEqual(place));

  test.each(['a.ts', 'a.ts:', 'a.ts:0', ':3', 'a.ts:-1', 'a.ts:1.5', 'a.ts:x', '', 'a.ts:10000001'])(
    'refuses %j',
    (text) => expect(() => parsePlace(text, '/')).toThrow('FILE:LINE'),
  );
});

describe('durations', () => {
  test.each([
    ['1h', 3_600_000],
    ['30m', 1_800_000],
    ['45s', 45_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['', '1', 'h', '-1h', '1d', 'none', '1h ', '1 h', 'Infinity', '1e3s'])('refuses %j', (text) =>
    expect(() => parseDuration(text)).toThrow('duration'),
  );

  test('a probe lives a second at least and a day at most', () => {
    expect(parseExpiry('1s')).toBe(1_000);
    expect(() => parseExpiry('999ms')).toThrow('between');
    expect(parseExpiry('24h')).toBe(86_400_000);
    expect(() => parseExpiry('86400001ms')).toThrow('between');
  });

  test('waiting takes seconds or a duration', () => {
    expect([parseWait('5'), parseWait('0.5'), parseWait('2m')]).toEqual([5_000, 500, 120_000]);
    expect(() => parseWait('0')).toThrow();
    expect(() => parseWait('x')).toThrow();
  });
});

test('whole numbers stay in their range', () => {
  const parse = parseWhole(1, 20);
  expect([parse('1'), parse('20')]).toEqual([1, 20]);
  for (const text of ['0', '21', '1.5', '', ' 1', '0x2', '1e1']) expect(() => parse(text)).toThrow('from 1 to 20');
});

test.each([
  [
    ['--wait', 'a.ts:1'],
    ['--wait=end', 'a.ts:1'],
  ],
  [
    ['a.ts:1', '--wait'],
    ['a.ts:1', '--wait=end'],
  ],
  [['--wait=5'], ['--wait=5']],
  [
    ['--wait', '5', 'a.ts:1'],
    ['--wait=5', 'a.ts:1'],
  ],
  [
    ['--', '--wait'],
    ['--', '--wait'],
  ],
])('%j is read as %j', (given, spelled) => expect(spellWait(given)).toEqual(spelled));
