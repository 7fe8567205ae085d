import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../log.ts';
import { localHubFile } from './hubAddress.ts';

/** At most one start in this time, whatever happens: a hub that cannot live must not become a storm of processes. */
export const startPauseMs = 5_000;
const maxLogBytes = 1_048_576;

export type LocalHub = {
  /** Starts the bundled hub unless one was started moments ago; several windows may ask, the later hub finds the first and ends. */
  start(): void;
};

/** The hub in the extension's bundle, started as a process of its own that outlives this window. */
export function createLocalHub(options: {
  /** Path of `hub.cjs`. */
  readonly script: string;
  readonly log: Log;
  readonly now?: () => number;
}): LocalHub {
  const { script, log, now = Date.now } = options;
  let lastStartMs = -Infinity;

  return {
    start() {
      if (now() - lastStartMs < startPauseMs) return;
      lastStartMs = now();
      const output = openHubLog();
      // VS Code's Electron runs as plain Node this way; an ordinary Node does not mind.
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined };
      const child = spawn(process.execPath, [script, 'hub', '--embedded'], {
        detached: true,
        stdio: ['ignore', output, output],
        env,
        windowsHide: true,
      });
      if (typeof output === 'number') closeSync(output);
      log.info(`Starting the local hub (its own output: ${hubLogFile()}).`);
      child.once('error', (error) => log.error(`The local hub could not be started: ${error.message}`));
      child.once('exit', (code, signal) => {
        if (code !== 0) log.warn(`The local hub ended with ${code ?? signal}; ${hubLogFile()} says why.`);
      });
      child.unref();
    },
  };
}

const hubLogFile = () => path.join(path.dirname(localHubFile()), 'hub.log');

function openHubLog(): number | 'ignore' {
  const file = hubLogFile();
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) truncateSync(file);
    return openSync(file, 'a', 0o600);
  } catch {
    return 'ignore'; // a home that cannot be written must not keep the hub from trying
  }
}
