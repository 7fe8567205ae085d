import { expect, test } from 'vitest';
import { shiftLine } from '../../../extension/src/probes/shiftLine.ts';

const change = (start0: number, startColumn0: number, end0: number, addedLines: number) => ({
  start0,
  startColumn0,
  end0,
  addedLines,
});

test.each([
  ['two lines pasted above', change(3, 0, 3, 2), 12],
  ['a line break at the end of the line above', change(9, 20, 9, 1), 11],
  ['a line break before the line', change(10, 0, 10, 1), 11],
  ['a line break within the line', change(10, 8, 10, 1), 10],
  ['typing in the line', change(10, 8, 10, 0), 10],
  ['a line break below', change(11, 0, 11, 1), 10],
  ['the line above deleted', change(9, 0, 10, 0), 9],
  ['five lines above replaced by one', change(2, 0, 7, 1), 6],
  ['the line itself deleted', change(10, 0, 11, 0), 10],
  ['lines around it deleted', change(8, 4, 12, 0), 8],
])('%s', (_name, edit, expected) => {
  expect(shiftLine(10, edit)).toBe(expected);
});
