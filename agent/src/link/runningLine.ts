import { findLine, sourceDiffers, sourceMoved, type Place, type UserError } from '@stillframe/protocol';
import { baseName } from '@stillframe/protocol/reading';
import type { Host, Scripts } from './scripts.ts';

/**
 * The line of the running source that a place means: where its text is. Where that cannot be known (no text was given, or
 * the source is not at hand) or the text is nowhere, the line asked for. `note` says when the two sources differ.
 */
export async function runningLine(
  { line1, text }: Place,
  file: string,
  hosts: readonly Host[],
  scripts: Scripts,
): Promise<{ readonly line1: number; readonly note?: UserError }> {
  const [host] = hosts;
  const source = text === undefined || host === undefined ? undefined : await scripts.originalText(host);
  if (source === undefined || text === undefined) return { line1 };
  const found = findLine(source.split(/\r?\n/), line1, text);
  const name = baseName(file);
  switch (found.kind) {
    case 'same':
      return { line1 };
    case 'moved':
      return { line1: found.line1, note: sourceMoved(name, line1, found.line1) };
    case 'gone':
      return { line1, note: sourceDiffers(name, line1) };
  }
}
