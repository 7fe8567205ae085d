import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  badRequest,
  forbidden,
  protocolVersion,
  subprotocol,
  unauthorized,
  type UserError,
} from '@stillframe/protocol';

/** An HTTP refusal with the sentence for its body. */
export type Refusal = { readonly status: 400 | 401 | 403 | 404 | 426 | 503; readonly error: UserError };

/** Who may speak to the hub. */
export type Gate = { readonly token: string; readonly allowedOrigins: readonly string[] };

/** Browsers send an Origin, agents, editors and the CLI do not: a web page must not reach a hub on loopback. */
export function refuseOrigin(headers: IncomingHttpHeaders, gate: Gate): Refusal | undefined {
  const { origin } = headers;
  if (origin === undefined || gate.allowedOrigins.includes(origin)) return undefined;
  return { status: 403, error: forbidden('be used from a web page') };
}

/** Only `Authorization: Bearer …` counts; a token in a URL would end in logs. */
export function refuseToken(headers: IncomingHttpHeaders, gate: Gate): Refusal | undefined {
  const given = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given !== undefined && timingSafeEqual(digest(given.trim()), digest(gate.token))) return undefined;
  return { status: 401, error: unauthorized() };
}

export function refuseSubprotocol(headers: IncomingHttpHeaders): Refusal | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (offered.includes(subprotocol)) return undefined;
  return { status: 400, error: protocolVersion(offered.join(', ') || 'of another kind', subprotocol) };
}

export const noSuchPath: Refusal = {
  status: 404,
  error: badRequest('There is nothing here. A hub has /agent, /client, /healthz and /metrics.'),
};
export const upgradeNeeded: Refusal = { status: 426, error: badRequest('This path speaks WebSocket only.') };
export const tooManyConnections: Refusal = {
  status: 503,
  error: badRequest('The hub has as many connections as it takes. Try again later.'),
};

// Equal lengths for timingSafeEqual.
const digest = (text: string) => createHash('sha256').update(text).digest();
