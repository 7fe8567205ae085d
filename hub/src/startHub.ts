import type { AddressInfo } from 'node:net';
import { badRequest, StillframeError, type HubFile } from '@stillframe/protocol';
import { createHubState } from './core/hubState.ts';
import { createSubscribers } from './core/subscribers.ts';
import { defaultTimings, type Timings } from './core/timings.ts';
import { removeHubFile, writeHubFile } from './home/hubFile.ts';
import { keepToken } from './home/token.ts';
import { createIdleWatch } from './server/idleWatch.ts';
import { listen } from './server/listen.ts';
import { runConnection } from './server/connection.ts';
import { metricsText } from './server/metricsText.ts';
import { serveAgent } from './server/serveAgent.ts';
import { serveClient } from './server/serveClient.ts';
import { createWebServer } from './server/webServer.ts';
import { takeDataLock } from './store/dataLock.ts';
import { defaultRetention, type Retention } from './store/retention.ts';
import { openSqliteStore } from './store/sqliteStore.ts';
import type { Store } from './store/store.ts';
import { hubVersion } from './version.ts';

export const defaultPort = 9240;

export type HubOptions = {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 9240; 0 takes a free one. */
  readonly port?: number;
  /** Where captures and the token are kept. One hub at a time owns it. */
  readonly dataDir: string;
  /** Where the hub says how to reach it; absent: nowhere. */
  readonly hubFile?: string;
  /** Default: the data directory's own, made at first. */
  readonly token?: string;
  /** Origins of web pages that may connect. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Stops by itself after this long without any connection. Default: never. */
  readonly idleMs?: number;
  readonly retention?: Partial<Retention>;
  readonly timings?: Partial<Timings>;
  /** What went wrong inside, for a log file. Default: nothing is written. */
  readonly log?: (message: string, error?: unknown) => void;
};

export type HubHandle = {
  /** `ws://127.0.0.1:9240` */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Stops cleanly: connections closed, store written, hub file removed if it is still ours. */
  close(): Promise<void>;
  /** Fulfilled when the hub has stopped. */
  readonly closed: Promise<'closed' | 'idle'>;
};

/** Why a hub did not start; `user` has the sentence. */
export class HubStartError extends StillframeError {
  readonly kind: 'dataInUse' | 'dataUnreadable' | 'portInUse' | 'cannotListen';
  constructor(kind: HubStartError['kind'], reason: string) {
    super(badRequest(reason));
    this.kind = kind;
  }
}

/** Starts a hub in this process; rejects with a HubStartError when its data or its port cannot be had. */
export async function startHub(options: HubOptions): Promise<HubHandle> {
  const { host = '127.0.0.1', port = defaultPort, dataDir, hubFile, allowedOrigins = [], log = () => {} } = options;
  const timings = { ...defaultTimings, ...options.timings };
  const lock = takeDataLock(dataDir);
  if ('heldByPid' in lock) {
    throw new HubStartError(
      'dataInUse',
      `Another hub (pid ${lock.heldByPid}) uses the data in ${dataDir}. Stop it, or give another directory with --data.`,
    );
  }
  let store: Store | undefined;
  try {
    store = openStore(dataDir, { ...defaultRetention, ...options.retention });
    const token = options.token ?? keepToken(dataDir);
    const subscribers = createSubscribers();
    const hub = createHubState({ store, subscribers, timings, nowMs: Date.now });
    const idle = createIdleWatch(options.idleMs, () => void stop('idle'));
    const web = createWebServer({
      gate: { token, allowedOrigins },
      healthz: () => ({ name: 'stillframe', version: hubVersion, pid: process.pid }),
      metrics: () => metricsText(hub.snapshot()),
      onSocket(role, socket) {
        idle.connected();
        runConnection({
          socket,
          timings,
          log,
          serve: (connection) => (role === 'agent' ? serveAgent(connection, hub) : serveClient(connection, hub)),
          onClosed: () => idle.disconnected(),
        });
      },
    });
    const stopServing = (opened: Store) => {
      idle.dispose();
      hub.dispose();
      opened.close();
      lock.release();
    };
    const opened = store;
    try {
      await listen(web.server, host, port);
    } catch (error) {
      hub.dispose();
      idle.dispose();
      throw listenError(error, host, port);
    }
    const bound = (web.server.address() as AddressInfo).port;
    const url = `ws://${hostInUrl(host)}:${bound}`;
    const file: HubFile = { url, token, pid: process.pid, version: hubVersion };
    if (hubFile !== undefined) writeHubFile(hubFile, file);

    let settled: (how: 'closed' | 'idle') => void = () => {};
    const closed = new Promise<'closed' | 'idle'>((resolve) => (settled = resolve));
    let stopping: Promise<void> | undefined;
    const stop = (how: 'closed' | 'idle'): Promise<void> =>
      (stopping ??= (async () => {
        if (hubFile !== undefined) removeHubFile(hubFile, file);
        const ended = new Promise<void>((resolve) => web.server.close(() => resolve()));
        await web.closeSockets();
        await ended;
        stopServing(opened);
        settled(how);
      })());
    return { url, port: bound, token, close: () => stop('closed'), closed };
  } catch (error) {
    store?.close();
    lock.release();
    throw error;
  }
}

function openStore(dataDir: string, retention: Retention): Store {
  try {
    return openSqliteStore({ dataDir, retention });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HubStartError(
      'dataUnreadable',
      `${dataDir}/stillframe.sqlite cannot be opened: ${reason}. Move it away to start with an empty one, or give another directory with --data.`,
    );
  }
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') {
    return new HubStartError(
      'portInUse',
      `Port ${port} on ${host} is used by another program. Choose another with --port, or --port 0 for any free one.`,
    );
  }
  return new HubStartError(
    'cannotListen',
    `The hub cannot listen on ${host}:${port} (${code}). Check --host and --port.`,
  );
}

/** An address that can be dialled: "every interface" is none. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
