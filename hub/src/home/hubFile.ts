import { readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HubFileSchema, hubFilePath, type HubFile } from '@stillframe/protocol';
import * as v from 'valibot';
import { writePrivateFile } from './files.ts';

/** `~/.stillframe/hub.json` of the person who runs this process. */
export const defaultHubFile = (): string => join(homedir(), ...hubFilePath);
/** `~/.stillframe/data`. */
export const defaultDataDir = (): string => join(homedir(), '.stillframe', 'data');

/** What the file says, or undefined when there is none that can be read. */
export function readHubFile(path: string): HubFile | undefined {
  try {
    const parsed = v.safeParse(HubFileSchema, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function writeHubFile(path: string, content: HubFile): void {
  writePrivateFile(path, `${JSON.stringify(content, undefined, 2)}\n`);
}

/** Removes the file unless another hub has written its own since. */
export function removeHubFile(path: string, mine: HubFile): void {
  const found = readHubFile(path);
  if (found !== undefined && found.pid === mine.pid && found.url === mine.url) rmSync(path, { force: true });
}
