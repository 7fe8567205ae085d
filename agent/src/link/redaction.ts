import {
  noRedactionRules,
  type Capture,
  type ProbeStatus,
  type Program,
  type RedactionRules,
  type Value,
} from '@stillframe/protocol';
import type { RedactOptions } from '../redactOptions.ts';
import { isSensitiveProgram } from './redaction/programs.ts';
import { redactCapture, redactResult } from './redaction/redactCapture.ts';
import { redactStatus } from './redaction/redactStatus.ts';
import { mergeRules } from './redaction/rules.ts';
import { createValueRedactor } from './redaction/values.ts';
import { createWithinTime } from './redaction/withinTime.ts';

export { redactedByName } from './redaction/redactedByName.ts';
export { overlap } from './redaction/values.ts';

/** Decides by name what may not leave the process. */
export type Redaction = {
  readonly isSensitiveName: (name: string) => boolean;
  /** Whether an expression reads anything by a sensitive name, a Map's key included. */
  readonly isSensitiveProgram: (program: Program) => boolean;
};

/** All of redaction. Names are asked while values are decoded; the rest is done to what is about to leave the process. */
export type FullRedaction = Redaction & {
  /** From now on, beside the process's own rules. */
  change(hubRules: RedactionRules): void;
  /** `stringLength`: how much of a text is shown, of the `overlap` more that was taken. */
  capture(capture: Capture, stringLength: number): Capture;
  /** Values of a log's template, each with the expression that gave it. */
  results(results: readonly { readonly value: Value; readonly program: Program }[], stringLength: number): Value[];
  text(text: string): string;
  /** `by` is the expression that gives the group keys. */
  status(status: ProbeStatus, by: Program | undefined): ProbeStatus;
};

/** The patterns that others wrote may take this long for all of a capture. */
const ownPatternsMs = 100;

/**
 * Redaction by the process's own rules and, once they are known, its hub's. Where a pattern that somebody wrote takes too
 * long, everything that may be data is hidden from then on, until the rules change: never shown because of that.
 */
export function createRedaction(own: RedactOptions = {}): FullRedaction {
  const withinTime = createWithinTime();
  let hub = noRedactionRules;
  let rules = mergeRules(own, hub);

  const bounded = <T>(work: () => T): T => {
    if (!rules.hasOwnPatterns) return work();
    const done = withinTime(() => ({ result: work() }), ownPatternsMs);
    if (done !== undefined) return done.result;
    rules = mergeRules({ ...own, patterns: [], mode: 'allow', allowNames: [] }, { ...hub, patterns: [] });
    return work();
  };

  return {
    isSensitiveName: (name) => rules.isSensitiveName(name),
    isSensitiveProgram: (program) => isSensitiveProgram(program, rules),
    change(hubRules) {
      hub = hubRules;
      rules = mergeRules(own, hub);
    },
    capture: (capture, stringLength) => bounded(() => redactCapture(capture, rules, stringLength)),
    results: (results, stringLength) =>
      bounded(() => {
        const redactor = createValueRedactor(rules, stringLength);
        return results.map(({ value, program }) => redactResult(value, program, rules, redactor));
      }),
    text: (text) => bounded(() => createValueRedactor(rules, text.length).text(text)),
    status: (status, by) => bounded(() => redactStatus(status, by, rules)),
  };
}
