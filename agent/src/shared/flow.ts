import type { ToLink } from './messages.ts';
import type { Tape } from './tape.ts';

/** What both threads know of the way between them, in shared memory. */
export type Flow = {
  /** Written by the link thread: messages and bytes it is done with (see flowCell). Like all numbers in memory.ts. */
  readonly done: Float64Array;
  /** For the end of the process, where the app's thread waits for the link thread (see signalCell). */
  readonly signal: Int32Array;
};

export const flowCell = { messages: 0, bytes: 1 } as const;
/** `wake` changes with everything the link thread says; `flushed` is the last flush it has done. */
export const signalCell = { wake: 0, flushed: 1 } as const;

export const createFlow = (): Flow => ({
  done: new Float64Array(new SharedArrayBuffer(2 * 8)),
  signal: new Int32Array(new SharedArrayBuffer(2 * 4)),
});

/** On the link thread: it said something that the app's thread may be waiting for. */
export function wakeAppThread({ signal }: Flow): void {
  Atomics.add(signal, signalCell.wake, 1);
  Atomics.notify(signal, signalCell.wake);
}

/** About what a message takes in memory, in bytes; the same on both threads. */
export function messageBytes(message: ToLink): number {
  return message.type === 'capture' || message.type === 'log' ? tapeBytes(message.tape) : fixedBytes;
}

const fixedBytes = 256;

// On the app's thread.
function tapeBytes(tape: Tape): number {
  let bytes = fixedBytes;
  for (let index = 0; index < tape.length; index++) {
    const item = tape[index];
    bytes += typeof item === 'string' ? 16 + item.length : 8;
  }
  return bytes;
}
