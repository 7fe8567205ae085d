import fs from 'node:fs';
import * as threads from 'node:worker_threads';
import type { LinkConfig } from './config.ts';
import { isFlagGiven } from './shared/isFlagGiven.ts';

/** What a process's main thread leaves for its worker threads. */
export type Inheritance = {
  /** undefined: the main thread has no agent because it could not start one. */
  readonly config: LinkConfig | undefined;
  /** The process was started with a debugger port, which a worker thread cannot see. */
  readonly isInspected: boolean;
  /** Shared; its only element is 1 once the process has had a probe. */
  readonly wanted: Int32Array;
};

const name = 'stillframe';
const { BroadcastChannel, getEnvironmentData, setEnvironmentData } = threads;
const { load, store } = Atomics;
const { readlinkSync } = fs;

/** The worker thread that this is; undefined on the main thread. */
export function ownThread(): { readonly id: number; readonly name: string } | undefined {
  if (threads.isMainThread) return undefined;
  // Since Node 24.6.
  const { threadName } = threads as { readonly threadName?: string | null };
  return { id: threads.threadId, name: threadName ?? '' };
}

/** Linux's number of this thread, which tells its CPU time to others; undefined elsewhere, or where that may not be read. */
export function ownSystemThread(): number | undefined {
  if (threads.isMainThread) return process.pid;
  try {
    const number = Number(/\d+$/.exec(readlinkSync('/proc/thread-self'))?.[0]);
    return Number.isFinite(number) ? number : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Found by every worker thread started from now on, also by one with an environment of its own: what a process hides must
 * be hidden in all of its threads. Returns what wakes their agents: the process has a probe.
 */
export function leaveForThreads(config: LinkConfig | undefined): () => void {
  const wanted = new Int32Array(new SharedArrayBuffer(4));
  const inheritance: Inheritance = { config, isInspected: isFlagGiven('--inspect'), wanted };
  setEnvironmentData(name, inheritance);
  return () => {
    if (load(wanted, 0) === 1) return;
    store(wanted, 0, 1);
    try {
      const channel = new BroadcastChannel(name);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
      channel.postMessage('probe');
      channel.close();
    } catch {
      // Worker threads that run already stay without; nothing may reach the app from here.
    }
  };
}

/** Undefined where the main thread has not come to start an agent. */
export const inherited = (): Inheritance | undefined => getEnvironmentData(name) as Inheritance | undefined;

/** Calls back once when the process has a probe, at once when it has one already. Returns how to stop waiting. */
export function onceWanted({ wanted }: Inheritance, callback: () => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.unref();
  const wake = () => {
    channel.close();
    callback();
  };
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- that one may be the app's
  channel.onmessage = wake;
  // After the channel is open, so that it is not missed between.
  if (load(wanted, 0) === 1) wake();
  return () => channel.close();
}
