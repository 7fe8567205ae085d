import { fileURLToPath } from 'node:url';

/** A file URL or path as a path with `/` between segments; other URLs (webpack://, https://) as they are. */
export function toPath(urlOrPath: string): string {
  if (urlOrPath.startsWith('file://')) {
    try {
      return fileURLToPath(urlOrPath).replaceAll('\\', '/');
    } catch {
      return urlOrPath; // not a file URL after all
    }
  }
  return urlOrPath.replaceAll('\\', '/');
}
