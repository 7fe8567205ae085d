import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { HubFileSchema, agentPath, hubFilePath } from '@stillframe/protocol';
import type { LinkConfig } from '../config.ts';

export type HubAddress = { readonly url: string; readonly token: string };

/** The configured hub, else the local one when its file is there and ours; looked at anew before every attempt. */
export function findHub(config: LinkConfig): HubAddress | undefined {
  if (config.hub !== undefined) return withPath(config.hub);
  try {
    // Throws for a user that the system does not know, as in many containers.
    const path = join(homedir(), ...hubFilePath);
    // Somebody else's file in our home would send captures to somebody else.
    if (process.getuid !== undefined && statSync(path).uid !== process.getuid()) return undefined;
    return withPath(v.parse(HubFileSchema, JSON.parse(readFileSync(path, 'utf8'))));
  } catch {
    return undefined;
  }
}

const withPath = ({ url, token }: HubAddress) => ({ url: new URL(agentPath, url).href, token });
