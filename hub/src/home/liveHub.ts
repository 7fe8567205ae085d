import { get } from 'node:http';
import type { HubFile } from '@stillframe/protocol';
import * as v from 'valibot';

/** What `GET /healthz` answers. */
export const HealthSchema = v.object({ name: v.literal('stillframe'), version: v.string(), pid: v.number() });

const timeoutMs = 1_500;

/** Whether a hub that knows this file's token answers at its address. */
export function isLiveHub(file: Pick<HubFile, 'url' | 'token'>): Promise<boolean> {
  return answersAsHub(file.url, { authorization: `Bearer ${file.token}` });
}

/** Whether any hub answers there, ours or another person's. */
export const isAnyHub = (url: string): Promise<boolean> => answersAsHub(url, {});

function answersAsHub(hubUrl: string, headers: Record<string, string>): Promise<boolean> {
  return new Promise((resolve) => {
    const url = `${hubUrl.replace(/^ws/, 'http')}/healthz`;
    if (!url.startsWith('http:')) return resolve(false); // the local hub has no TLS
    const request = get(url, { headers, timeout: timeoutMs }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > 10_000) request.destroy();
      });
      response.on('end', () => resolve(response.statusCode === 200 && isHealth(text)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}

function isHealth(text: string): boolean {
  try {
    return v.is(HealthSchema, JSON.parse(text));
  } catch {
    return false;
  }
}
