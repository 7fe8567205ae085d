import { readFileSync } from 'node:fs';

/** The lines of a file of this machine; undefined when it cannot be read. */
export function linesOnDisk(file: string): readonly string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return undefined;
  }
}
