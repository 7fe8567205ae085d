import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v4 as randomId } from 'uuid';
import * as v from 'valibot';

const HolderSchema = v.object({
  pid: v.number(),
  /** When the process started, as the kernel counts it: a pid alone is used again. '' where that is not known. */
  started: v.string(),
  nonce: v.string(),
});
type Holder = v.InferOutput<typeof HolderSchema>;

/** A data directory that is ours until released. */
export type DataLock = { release(): void };

/**
 * Takes `<dataDir>/hub.lock`, so that one hub owns a data directory. What a killed hub left behind is taken over;
 * answers the pid of the holder when one lives.
 */
export function takeDataLock(dataDir: string): DataLock | { readonly heldByPid: number } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'hub.lock');
  const mine: Holder = { pid: process.pid, started: processFacts(process.pid).started, nonce: randomId() };
  const draft = `${path}.${mine.nonce}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(draft, path)) {
        return {
          release() {
            if (readHolder(path)?.nonce === mine.nonce) rmSync(path, { force: true });
          },
        };
      }
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) return { heldByPid: holder.pid };
      // Moved, not deleted: of two hubs that both saw a stale lock, the slower must not delete the quicker one's new lock.
      const aside = `${path}.stale-${mine.nonce}`;
      try {
        renameSync(path, aside);
      } catch {
        continue; // somebody else moved it
      }
      const moved = readHolder(aside);
      if (moved !== undefined && isAlive(moved)) tryLink(aside, path);
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const parsed = v.safeParse(HolderSchema, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  const { started, isDead } = processFacts(holder.pid);
  return !isDead && (holder.started === '' || holder.started === started);
}

/** State and start time (fields 3 and 22 of /proc/PID/stat); a killed process nobody waited for still has its pid. */
function processFacts(pid: number): { readonly started: string; readonly isDead: boolean } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before them may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { started: fields[19] ?? '', isDead: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return { started: '', isDead: false };
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
