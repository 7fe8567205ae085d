import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/**
 * Ends a child started with `detached: true` together with all it forked, also when this process ends in whatever way
 * (but SIGKILL). The returned function ends it now: SIGTERM, and after `graceMs` SIGKILL.
 */
export function ownProcessGroup(child: ChildProcess, graceMs = 5000): () => Promise<void> {
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  const killNow = (): void => signal('SIGKILL');
  const killAndExit = (): void => {
    killNow();
    process.exit(1);
  };
  process.once('exit', killNow);
  for (const name of endSignals) process.once(name, killAndExit);

  return async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      signal('SIGTERM');
      const timer = setTimeout(killNow, graceMs);
      await exited;
      clearTimeout(timer);
    }
    killNow();
    process.off('exit', killNow);
    for (const name of endSignals) process.off(name, killAndExit);
  };
}

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
