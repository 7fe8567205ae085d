import { expect, test } from 'vitest';
import { similarFiles } from '../../../agent/src/link/similarFiles.ts';

const loaded = ['/srv/app/src/checkout.ts', '/srv/app/dist/checkout.js', '/srv/app/src/Pricing.ts', '/srv/app/x.js'];

test.each([
  ['/home/ada/shop/src/checkout.mjs', ['/srv/app/src/checkout.ts', '/srv/app/dist/checkout.js']],
  ['pricing.ts', ['/srv/app/src/Pricing.ts']],
  ['refund.ts', []],
  ['', []],
])('%j is like %j', (file, expected) => {
  expect(similarFiles(file, loaded)).toEqual(expected);
});

test('at most three are named', () => {
  const many = Array.from({ length: 9 }, (_, index) => `/srv/${index}/index.js`);
  expect(similarFiles('index.ts', many)).toEqual(many.slice(0, 3));
});
