import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { HubFileSchema, hubFilePath } from '@stillframe/protocol';
import * as v from 'valibot';

export type HubAddress = { readonly url: string; readonly token: string };

/** The user's settings, '' where not given. */
export type HubSettings = { readonly url: string; readonly token: string };

/** The hub of the settings, else the local one of `~/.stillframe/hub.json`; undefined while there is none. */
export function findHubAddress(settings: HubSettings): HubAddress | undefined {
  if (settings.url !== '') return { url: settings.url, token: settings.token };
  let text: string;
  try {
    text = readFileSync(localHubFile(), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const file = v.parse(HubFileSchema, JSON.parse(text));
    return { url: file.url, token: file.token };
  } catch {
    return undefined; // half-written or from another version; it is read again at the next attempt
  }
}

export const localHubFile = () => path.join(homedir(), ...hubFilePath);
