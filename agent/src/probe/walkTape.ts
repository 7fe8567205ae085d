import type { UnavailableReason } from '@stillframe/protocol';
import { tag, type Tape } from '../shared/tape.ts';
import { createList } from './primordials.ts';

/** An empty tape. Without a prototype, so that writing it cannot meet a setter of the app. */
export const createTape = (): Tape => createList();

/** Writes that a value is not there, and why. */
export function writeUnavailable(tape: Tape, reason: UnavailableReason): void {
  tape[tape.length] = tag.Unavailable;
  tape[tape.length] = reason;
}

/** Writes two items. */
export function writeTwo(tape: Tape, first: number | string | boolean, second: number | string | boolean | null): void {
  tape[tape.length] = first;
  tape[tape.length] = second;
}

/** Writes what was left out of an object; -1 for an unknown number. */
export function writeCut(
  tape: Tape,
  reason: 'depth' | 'properties' | 'items' | 'bytes' | 'time',
  missing: number,
): void {
  writeTwo(tape, tag.CutAt, reason);
  tape[tape.length] = missing;
}
