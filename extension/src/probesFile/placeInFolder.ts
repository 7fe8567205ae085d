import path from 'node:path';
import { findLine, limits, type Place } from '@stillframe/protocol';

/** The folder of a `stillframe.json`, as far as its entries speak of it. */
export type FolderFiles = {
  /** Path of the `stillframe.json` itself, `/` on every platform. */
  readonly probesFile: string;
  /** The lines of a file; undefined when there is none. */
  readonly linesOf: (file: string) => readonly string[] | undefined;
};

type Found = { readonly place: Place } | { readonly problem: string; readonly isText: boolean };

/** The place that `src/checkout.ts:24` means: on another line, when `text` is given and stands there now. */
export function placeInFolder(at: string, text: string | undefined, { probesFile, linesOf }: FolderFiles): Found {
  const colon = at.lastIndexOf(':');
  const [name, line1] = [at.slice(0, colon), Number(at.slice(colon + 1))];
  const file = path.posix.join(path.posix.dirname(probesFile), name);
  const lines = linesOf(file);
  if (lines === undefined) return { problem: `There is no file ${name} in this folder.`, isText: false };
  if (text !== undefined) {
    const found = findLine(lines, line1, text);
    if (found.kind === 'gone') return { problem: `${name} has no such line, or several.`, isText: true };
    return { place: { file, line1: found.kind === 'moved' ? found.line1 : line1, text } };
  }
  const own = lines[line1 - 1];
  if (own === undefined) return { problem: `${name} has ${lines.length} lines.`, isText: false };
  return { place: own.trim() === '' || own.length > limits.lineText ? { file, line1 } : { file, line1, text: own } };
}
