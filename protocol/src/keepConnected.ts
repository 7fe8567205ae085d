import { hubUnreachable, type UserError } from './errors.ts';

/** A WebSocket reduced to what a peer needs; `ws` and the browser's both fit behind it with a few lines. */
export type Socket = {
  send(text: string): void;
  close(): void;
};

/** How a socket tells what happens. `closed` comes exactly once, also when it never opened. */
export type SocketEvents = {
  opened(): void;
  message(text: string): void;
  /** `reason` when it is known why (UNAUTHORIZED); such a refusal is not retried sooner. */
  closed(reason: UserError | undefined): void;
};

/** Opens a socket; called again, with back-off, each time the last one is closed. */
export type OpenSocket = (events: SocketEvents) => Socket;

/** One connected stretch of a session: what receives its messages, and what hears of its end. */
export type Session = {
  receive(text: string): Promise<void>;
  close(reason: UserError): void;
};

/** Back-off, ms: quick at first so that a restarted hub is found at once, then patient; ±20 %. `lookAgain` while there is no target. */
export const backOffMs = { first: 250, factor: 2, max: 5_000, lookAgain: 1_000 } as const;

/**
 * Keeps one session alive: opens, runs, and on any end opens again until disposed. No Node, no DOM: the socket and the
 * timer are given. `target` is read before each attempt, so a hub file that appears or changes is picked up; undefined
 * means "nothing to connect to yet".
 */
export function keepConnected<T>(options: {
  readonly target: () => T | undefined;
  readonly open: (target: T, events: SocketEvents) => Socket;
  readonly start: (socket: Socket, target: T) => Session;
  /** Calls back after `ms`; returns how to cancel. */
  readonly schedule: (callback: () => void, ms: number) => () => void;
  readonly onDown?: (reason: UserError | undefined) => void;
  readonly random?: () => number;
}): { dispose(): void; retryNow(): void } {
  const { target, open, start, schedule, onDown, random = Math.random } = options;
  let delayMs: number = backOffMs.first;
  let cancelTimer = () => {};
  let socket: Socket | undefined;
  let session: Session | undefined;
  let disposed = false;

  const again = () => {
    if (disposed) return;
    cancelTimer();
    cancelTimer = schedule(attempt, delayMs * (0.8 + 0.4 * random()));
    delayMs = Math.min(backOffMs.max, delayMs * backOffMs.factor);
  };

  const attempt = () => {
    const to = target();
    if (to === undefined) {
      if (!disposed) cancelTimer = schedule(attempt, backOffMs.lookAgain);
      return;
    }
    let mine: Socket | undefined;
    let over = false;
    mine = socket = open(to, {
      opened: () => {
        if (over || disposed || mine === undefined) return;
        delayMs = backOffMs.first;
        session = start(mine, to);
      },
      message: (text) => void session?.receive(text),
      closed: (reason) => {
        if (over) return;
        over = true;
        session?.close(reason ?? hubUnreachable(typeof to === 'string' ? to : 'its address'));
        session = undefined;
        socket = undefined;
        if (!disposed) onDown?.(reason);
        again();
      },
    });
  };

  attempt();
  return {
    dispose() {
      disposed = true;
      cancelTimer();
      socket?.close();
    },
    retryNow() {
      delayMs = backOffMs.first;
      if (socket === undefined && !disposed) {
        cancelTimer();
        attempt();
      }
    },
  };
}
