import * as v from 'valibot';

/** `~/.stillframe/hub.json`, mode 0600: how everything on one machine finds the local hub. Written by the hub. */
export const HubFileSchema = v.object({
  /** `ws://127.0.0.1:9240` */
  url: v.pipe(v.string(), v.regex(/^wss?:\/\//)),
  token: v.string(),
  pid: v.number(),
  version: v.string(),
});
export type HubFile = v.InferOutput<typeof HubFileSchema>;

/** Below the user's home directory. */
export const hubFilePath = ['.stillframe', 'hub.json'] as const;

/** WebSocket paths of the two kinds of peers, and the subprotocol both ask for. */
export const agentPath = '/agent';
export const clientPath = '/client';
export const subprotocol = 'stillframe.v1';
/** Raised when a message changes in a way an older peer cannot read. */
export const protocolNumber = 1;
