import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './files.ts';

/** The data directory's token, made at first (32 random bytes): agents that know it go on working after a hub restart. */
export function keepToken(dataDir: string): string {
  const path = join(dataDir, 'token');
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (/^[\w-]{43}$/.test(token)) return token;
  } catch {
    // Not there yet.
  }
  const token = randomBytes(32).toString('base64url');
  writePrivateFile(path, `${token}\n`);
  return token;
}
