import { stringSlice } from './primordials.ts';

/** Longest group key kept, in UTF-16 units. */
export const groupKeyLength = 200;

/** The text a group is known by. Objects are not turned into text (that could run the app's code), only named. */
export function groupKeyOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > groupKeyLength ? `${stringSlice(value, 0, groupKeyLength)}…` : value;
    case 'number':
    case 'boolean':
    case 'undefined':
    case 'bigint':
      return `${value}`;
    case 'symbol':
      return 'symbol';
    case 'function':
      return 'function';
    case 'object':
      return value === null ? 'null' : 'object';
  }
}
