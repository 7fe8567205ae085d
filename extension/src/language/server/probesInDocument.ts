import { existsSync } from 'node:fs';
import { isAbsolutePath, matchFile, type ProbeView } from '@stillframe/protocol';

/** Whether a path of a running process means the file at `documentPath`; remembers its answers. */
export type IsHere = (file: string) => boolean;

/**
 * A file that exists on this machine is that file and no other; one from elsewhere (a container, a colleague) fits by the
 * end of its path.
 */
export function createIsHere(documentPath: string, exists: (path: string) => boolean = existsSync): IsHere {
  const known = new Map<string, boolean>();
  const look = (file: string) => {
    if (file === documentPath) return true;
    if (isAbsolutePath(file) && exists(file)) return false;
    return matchFile(file, [documentPath]).kind === 'found';
  };
  return (file) => {
    const answer = known.get(file) ?? look(file);
    known.set(file, answer);
    return answer;
  };
}

/** The probes that are in the file at `documentPath`. */
export function probesInDocument(
  probes: Iterable<ProbeView>,
  documentPath: string,
  isHere: IsHere = createIsHere(documentPath),
): readonly ProbeView[] {
  return [...probes].filter(({ probe }) => isHere(probe.spec.at.file));
}
