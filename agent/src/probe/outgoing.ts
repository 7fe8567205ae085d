import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { flowCell, messageBytes, signalCell, type Flow } from '../shared/flow.ts';
import type { FromLink, ToLink } from '../shared/messages.ts';
import { nowNs } from './clock.ts';

/** The app's thread's way to the link thread. Bounded: a link thread that is stuck must not make the app's memory grow. */
export type Outgoing = {
  /** False when the message had to be let go: too much waits already, or the thread is gone. Never throws. */
  send(message: ToLink): boolean;
  /**
   * At the end of the process: stands still until the hub has stored everything sent so far, at most `exitFlushMs` over
   * all calls. From then on whatever is sent is flushed at once: no other chance comes.
   */
  flush(): void;
};

/** Captures, logs and failures waiting for the link thread; beyond either they are let go. */
export const maxWaitingMessages = 2_000;
export const maxWaitingBytes = 16 * 1_048_576;
/** Any messages. The link thread reads thousands a second: with so many waiting, it does not read at all. */
const stuckMessages = 50_000;
/** How long the end of the process may be held up in all. */
export const exitFlushMs = 250;

const { load, wait } = Atomics;

/** `answer` is given the link thread's questions while the app's thread waits; `onStuck` is called once. */
export function createOutgoing(options: {
  readonly port: MessagePort;
  readonly flow: Flow;
  readonly answer: (question: FromLink) => void;
  readonly onStuck: () => void;
}): Outgoing {
  const { port, flow, answer, onStuck } = options;
  const post = port.postMessage.bind(port);
  let messages = 0;
  let bytes = 0;
  let flushes = 0;
  let leftNs = exitFlushMs * 1e6;
  let isEnding = false;
  let isStuck = false;

  const hasRoom = (message: ToLink): boolean => {
    const waiting = messages - (flow.done[flowCell.messages] ?? 0);
    if (waiting >= stuckMessages && !isStuck) {
      isStuck = true;
      onStuck();
    }
    if (isStuck) return false;
    if (!mayBeLetGo(message)) return true;
    return waiting < maxWaitingMessages && bytes - (flow.done[flowCell.bytes] ?? 0) < maxWaitingBytes;
  };

  const tryToPost = (message: ToLink): boolean => {
    try {
      if (!hasRoom(message)) return false;
      post(message);
      messages += 1;
      bytes += messageBytes(message);
      return true;
    } catch {
      return false; // the thread is gone; its `exit` event takes the probes out
    }
  };

  const flush = () => {
    const startedNs = nowNs();
    const flush = ++flushes;
    if (leftNs <= 0 || !tryToPost({ type: 'flush', flush, forMs: leftNs / 1e6 })) return;
    for (;;) {
      const seen = load(flow.signal, signalCell.wake);
      for (;;) {
        const received: { readonly message: FromLink } | undefined = receiveMessageOnPort(port);
        if (received === undefined) break;
        const { type } = received.message;
        // Nothing is armed any more, but a capture may need to know the source it came from.
        if (type === 'source' || type === 'locations') answer(received.message);
      }
      if (load(flow.signal, signalCell.flushed) >= flush) break;
      const restMs = (leftNs - (nowNs() - startedNs)) / 1e6;
      if (restMs <= 0) break;
      wait(flow.signal, signalCell.wake, seen, restMs);
    }
    leftNs -= nowNs() - startedNs;
  };

  return {
    send(message) {
      const isSent = tryToPost(message);
      if (isEnding && isSent && (message.type === 'capture' || message.type === 'log')) flush();
      return isSent;
    },
    flush() {
      isEnding = true;
      try {
        flush();
      } catch {
        // Where a thread may not wait: the process ends now, as it would without us.
      }
    },
  };
}

const mayBeLetGo = ({ type }: ToLink) =>
  type === 'capture' || type === 'log' || type === 'failure' || type === 'nameThrew';
