import { describe, expect, test } from 'vitest';
import { formatSelector, matchesTarget, parseSelector, type Target } from '@stillframe/protocol';

const facts = { instanceId: 'i1', app: 'shop', host: 'pod-1', pid: 7, tags: { region: 'eu' } };
const targetOf = (text: string): Target => {
  const parsed = parseSelector(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.target;
};

describe('selectors', () => {
  test.each([
    ['all', true],
    ['any', true],
    ['shop', true],
    ['app=shop', true],
    ['cart', false],
    ['instance=i1', true],
    ['instance=i2', false],
    ['host=pod-1,pid=7', true],
    ['pid=8', false],
    ['region=eu', true],
    ['region=us', false],
    ['toString=x', false],
    ['shop, region=eu', true],
  ])('%s', (text, expected) => {
    expect(matchesTarget(targetOf(text), facts)).toBe(expected);
  });

  test.each(['', 'app=', '=x', 'shop,', 'pid=abc'])('%j is refused with a sentence', (text) => {
    expect(parseSelector(text)).toHaveProperty('problem');
  });

  test.each(['all', 'app=shop,region=eu,any', 'instance=i1'])('%s is written back as it was', (text) => {
    expect(formatSelector(targetOf(text))).toBe(text);
  });
});
