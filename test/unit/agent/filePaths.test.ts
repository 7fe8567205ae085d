import { describe, expect, test } from 'vitest';
import { commonSuffix, matchFile, segmentsOf } from '@stillframe/protocol';
import { toPath } from '../../../agent/src/link/filePaths.ts';

const loaded = ['/app/src/checkout.ts', '/app/src/cart.ts', '/app/lib/cart.ts', 'webpack://shop/src/view.ts'];

describe('which loaded file a probe means', () => {
  test.each([
    ['checkout.ts', ['/app/src/checkout.ts']],
    ['src/checkout.ts', ['/app/src/checkout.ts']],
    ['app/src/checkout.ts', ['/app/src/checkout.ts']],
    ['/app/src/checkout.ts', ['/app/src/checkout.ts']],
    ['./src/checkout.ts', ['/app/src/checkout.ts']],
    ['file:///app/src/checkout.ts', ['/app/src/checkout.ts']],
    ['cart.ts', ['/app/src/cart.ts', '/app/lib/cart.ts']],
    ['lib/cart.ts', ['/app/lib/cart.ts']],
    ['other/cart.ts', []],
    ['out.ts', []],
    ['nothing.ts', []],
    ['src/view.ts', ['webpack://shop/src/view.ts']],
    ['/home/me/shop/src/checkout.ts', ['/app/src/checkout.ts']],
    ['/home/me/shop/checkout.ts', []],
    ['C:\\shop\\src\\checkout.ts', ['/app/src/checkout.ts']],
  ])('%s', (file, expected) => {
    const match = matchFile(toPath(file), loaded);
    const files = match.kind === 'found' ? [match.file] : match.kind === 'ambiguous' ? match.files : [];
    expect(files).toEqual(expected);
  });
});

test('a path shares whole segments only', () => {
  const shared = (a: string, b: string) => commonSuffix(segmentsOf(a), segmentsOf(b));
  expect(shared('/a/b/c.ts', '/x/b/c.ts')).toBe(2);
  expect(shared('/a/b/c.ts', '/x/bb/c.ts')).toBe(1);
});

test('a broken file URL stays what it is', () => {
  expect(toPath('file://%')).toBe('file://%');
});
