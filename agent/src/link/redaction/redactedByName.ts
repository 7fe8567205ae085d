import type { Value } from '@stillframe/protocol';

/** What is shown under a sensitive name: nothing of a value, but that something is missing is worth knowing. */
export function redactedByName(value: Value): Value {
  switch (value.t) {
    case 'undefined':
    case 'null':
    case 'function':
    case 'accessor':
    case 'unavailable':
    case 'hole':
      return value;
    default:
      return { t: 'redacted', reason: 'name' };
  }
}
