import type { RedactionRules } from '@stillframe/protocol';
import type { RedactOptions } from '../../redactOptions.ts';
import { createNameTest, squeezed } from './names.ts';
import { createPatterns, emailPattern, type Pattern } from './patterns.ts';

/** What is hidden, ready to be asked. */
export type Rules = {
  readonly isSensitiveName: (name: string) => boolean;
  readonly patterns: readonly Pattern[];
  /** Whether some of `patterns` were written by somebody else, and may take any time. */
  readonly hasOwnPatterns: boolean;
  /** Names of classes. */
  readonly types: ReadonlySet<string>;
  /** Undefined when everything is shown that no rule hides. */
  readonly isAllowedName: ((name: string) => boolean) | undefined;
};

/**
 * The process's own rules with those of its hub. The hub's can only add: its names count also where the process made an
 * exception, and in allow mode a name must be on both lists.
 */
export function mergeRules(own: RedactOptions, hub: RedactionRules): Rules {
  const { names = [], exceptNames = [] } = own;
  const isSensitiveName = createNameTest({ names: [...names, ...hub.names], exceptNames });
  const written = [...(own.patterns ?? []), ...hub.patterns];
  const emails = own.emails === true || hub.emails;
  return {
    isSensitiveName,
    patterns: [...createPatterns(isSensitiveName), ...(emails ? [emailPattern] : []), ...written.map(ownPattern)],
    hasOwnPatterns: written.length > 0,
    types: new Set([...(own.types ?? []), ...hub.types]),
    isAllowedName: allowTest([
      own.mode === 'allow' ? (own.allowNames ?? []) : undefined,
      hub.mode === 'allow' ? hub.allowNames : undefined,
    ]),
  };
}

/** Allowed by each list that there is. */
function allowTest(lists: readonly (readonly string[] | undefined)[]): Rules['isAllowedName'] {
  const allowed = lists.flatMap((list) => (list === undefined ? [] : [new Set(list.map(squeezed))]));
  if (allowed.length === 0) return undefined;
  return (name) => allowed.every((names) => names.has(squeezed(name)));
}

/** One that this Node.js cannot read hides every text: better than showing what it was written to hide. */
function ownPattern({ what, match }: { readonly what: string; readonly match: string }): Pattern {
  try {
    return { what, find: new RegExp(match, 'g') };
  } catch {
    return { what: `${what}, by a pattern that cannot be read`, find: /[^]+/g };
  }
}
