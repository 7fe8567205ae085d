import type { Instance } from '../instance.ts';

/** `71`, or of a worker thread `71, thread 2`, with its name when it has one. */
export function processText({ pid, thread }: Pick<Instance, 'pid' | 'thread'>): string {
  if (thread === undefined) return `${pid}`;
  return `${pid}, thread ${thread.id}${thread.name === '' ? '' : ` ${thread.name}`}`;
}
