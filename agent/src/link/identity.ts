import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { v7 as uuid } from 'uuid';
import type { Instance } from '@stillframe/protocol';
import type { LinkConfig } from '../config.ts';
import { agentVersion } from '../shared/version.ts';

/** Who this process is, from its configuration and what lies around its main script. */
export function identify(config: LinkConfig, thread?: Instance['thread']): Instance {
  const start = config.mainScript === '' ? process.cwd() : dirname(config.mainScript);
  const manifest = nearestManifest(start);
  return {
    instanceId: uuid(),
    app: config.app ?? manifest?.name ?? (basename(config.mainScript) || 'node'),
    version: config.version ?? manifest?.version,
    commit: config.commit ?? checkedOutCommit(start),
    host: hostname(),
    pid: process.pid,
    thread,
    tags: { ...config.tags },
    nodeVersion: process.version,
    agentVersion,
    cwd: process.cwd(),
    startedAtMs: Date.now() - process.uptime() * 1_000,
  };
}

function* upFrom(folder: string): Generator<string> {
  for (let current = folder; ; current = dirname(current)) {
    yield current;
    if (dirname(current) === current) return;
  }
}

function nearestManifest(start: string): { readonly name?: string; readonly version?: string } | undefined {
  for (const folder of upFrom(start)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      if (typeof name === 'string') return { name, version: typeof version === 'string' ? version : undefined };
    } catch {
      // None here, or not readable: look further up.
    }
  }
  return undefined;
}

function checkedOutCommit(start: string): string | undefined {
  for (const folder of upFrom(start)) {
    const git = join(folder, '.git');
    if (!existsSync(git)) continue;
    try {
      const head = readFileSync(join(git, 'HEAD'), 'utf8').trim();
      const reference = /^ref: (.+)$/.exec(head)?.[1];
      const commit = reference === undefined ? head : readFileSync(join(git, reference), 'utf8').trim();
      return commit.slice(0, 12);
    } catch {
      return undefined; // a packed reference, or no right to read it
    }
  }
  return undefined;
}
