import { expect, test } from 'vitest';
import { findLine } from '@stillframe/protocol';

const lines = [
  'function a() {',
  '  const total = 1;',
  '}',
  '',
  'function b() {',
  '  return total;',
  '}',
  '  return  total;',
];

test.each([
  ['the same line, whatever its spaces', 2, '\tconst  total = 1; ', { kind: 'same' }],
  ['moved down', 1, 'const total = 1;', { kind: 'moved', line1: 2 }],
  ['moved up, from beyond the end', 40, 'function b() {', { kind: 'moved', line1: 5 }],
  ['the nearer of two', 4, 'return total;', { kind: 'moved', line1: 6 }],
  ['two that are equally near', 7, 'return total;', { kind: 'gone' }],
  ['nowhere', 2, 'const other = 1;', { kind: 'gone' }],
  ['a text that says nothing is not looked for', 2, '}', { kind: 'gone' }],
  ['but may be the same', 3, '}', { kind: 'same' }],
] as const)('%s', (_name, line1, text, expected) => {
  expect(findLine(lines, line1, text)).toEqual(expected);
});
