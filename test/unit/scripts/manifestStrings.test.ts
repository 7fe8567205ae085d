import { describe, expect, it } from 'vitest';
import { manifestProblems } from '../../../scripts/manifestStrings.mjs';

const manifest = (title: string, more: object = {}): object => ({
  description: '%description%',
  contributes: { commands: [{ command: 'stillframe.go', title, category: 'Stillframe' }], ...more },
});
const strings = { description: 'Breakpoints', 'command.go': 'Go' };

describe('the strings of the manifest', () => {
  it('are all there and all used', () => expect(manifestProblems(manifest('%command.go%'), strings)).toEqual([]));
  it('are not literals', () =>
    expect(manifestProblems(manifest('Go'), { description: 'Breakpoints' })).toEqual([
      'contributes.commands.0.title is a literal: "Go"',
    ]));
  it('are not literals in lists either', () =>
    expect(
      manifestProblems(manifest('%command.go%', { mode: { enum: ['off'], enumDescriptions: ['None.'] } }), strings),
    ).toEqual(['contributes.mode.enumDescriptions.0 is a literal: "None."']));
  it('have no missing key', () =>
    expect(manifestProblems(manifest('%command.gone%'), { description: 'Breakpoints' })).toEqual([
      'contributes.commands.0.title names command.gone, which is not there',
    ]));
  it('have no unused key', () =>
    expect(manifestProblems(manifest('%command.go%'), { ...strings, old: 'Old' })).toEqual(['old is used nowhere']));
});
