import { describe, expect, it } from 'vitest';
import { matchFile, segmentsOf } from '@stillframe/protocol';

const workspace = [
  '/home/ada/shop/src/checkout.ts',
  '/home/ada/shop/src/cart.ts',
  '/home/ada/shop/test/cart.ts',
  '/home/ada/shop/index.js',
  '/home/ada/shop/packages/a/src/index.js',
  '/home/ada/shop/packages/b/src/index.js',
];

describe('matchFile', () => {
  it.each([
    ['/home/ada/shop/src/cart.ts', '/home/ada/shop/src/cart.ts'],
    ['/app/src/checkout.ts', '/home/ada/shop/src/checkout.ts'],
    ['/app/shop/test/cart.ts', '/home/ada/shop/test/cart.ts'],
    ['src/cart.ts', '/home/ada/shop/src/cart.ts'],
    ['./src/cart.ts', '/home/ada/shop/src/cart.ts'],
    ['checkout.ts', '/home/ada/shop/src/checkout.ts'],
    ['file:///app/src/checkout.ts', '/home/ada/shop/src/checkout.ts'],
    ['webpack://shop/./src/checkout.ts?a1b2', '/home/ada/shop/src/checkout.ts'],
    [String.raw`C:\build\src\checkout.ts`, '/home/ada/shop/src/checkout.ts'],
    ['/x/packages/b/src/index.js', '/home/ada/shop/packages/b/src/index.js'],
  ])('finds %s', (path, file) => {
    expect(matchFile(path, workspace)).toEqual({ kind: 'found', file });
  });

  it('says which files fit equally well', () => {
    expect(matchFile('cart.ts', workspace)).toEqual({
      kind: 'ambiguous',
      files: ['/home/ada/shop/src/cart.ts', '/home/ada/shop/test/cart.ts'],
    });
    expect(matchFile('/app/src/index.js', workspace)).toMatchObject({ kind: 'ambiguous' });
  });

  it.each([['/app/lib/checkout.ts'], ['other/src/checkout.ts'], ['/app/src/checkout.js'], ['heckout.ts'], ['']])(
    'does not take %s for a file it only resembles',
    (path) => {
      expect(matchFile(path, workspace)).toEqual({ kind: 'none' });
    },
  );

  it('accepts one common segment only when told to', () => {
    expect(matchFile('/srv/checkout.ts', workspace, 1)).toMatchObject({ kind: 'found' });
    expect(matchFile('/srv/checkout.ts', workspace, 2)).toEqual({ kind: 'none' });
  });
});

describe('segmentsOf', () => {
  it.each([
    ['/a/b/../c.ts', ['a', 'c.ts']],
    ['file:///a/with%20space.ts', ['a', 'with space.ts']],
    ['file:///a/bad%zz.ts', ['a', 'bad%zz.ts']],
    ['../x.ts', ['..', 'x.ts']],
  ])('reads %s', (path, segments) => {
    expect(segmentsOf(path)).toEqual(segments);
  });
});
