import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ScriptFacts } from '../shared/messages.ts';
import { toPath } from './filePaths.ts';

/**
 * The text V8 runs, without asking the app's thread for it when the file on disk is still the same (V8 gives the SHA-256 of
 * what it compiled). Otherwise (changed on disk, stripped types, generated) it comes from V8 by `ask`.
 */
export async function readSource(script: ScriptFacts, ask: () => Promise<string>): Promise<string> {
  const path = toPath(script.url);
  if (path.startsWith('/') || /^[a-zA-Z]:\//.test(path)) {
    try {
      const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
      if (createHash('sha256').update(text).digest('hex') === script.hash) return text;
    } catch {
      // Not on this disk any more; V8 still has it.
    }
  }
  return ask();
}
