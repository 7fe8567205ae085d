import { existsSync } from 'node:fs';
import { isAbsolutePath, matchFile, type ProbeView } from '@stillframe/protocol';

/**
 * The probes that are in the file at `documentPath`. A probe's file that exists on this machine is that file and no
 * other; one from elsewhere (a container, a colleague) fits by the end of its path.
 */
export function probesInDocument(
  probes: Iterable<ProbeView>,
  documentPath: string,
  exists: (path: string) => boolean = existsSync,
): readonly ProbeView[] {
  const byFile = new Map<string, boolean>();
  const isHere = (file: string) => {
    if (file === documentPath) return true;
    if (isAbsolutePath(file) && exists(file)) return false;
    return matchFile(file, [documentPath]).kind === 'found';
  };
  return [...probes].filter(({ probe }) => {
    const { file } = probe.spec.at;
    const known = byFile.get(file) ?? isHere(file);
    byFile.set(file, known);
    return known;
  });
}
