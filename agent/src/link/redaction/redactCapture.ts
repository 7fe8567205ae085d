import {
  parseExpression,
  type Capture,
  type Frame,
  type Program,
  type UserError,
  type Value,
  type WatchResult,
} from '@stillframe/protocol';
import { isAllowedProgram, isSensitiveProgram } from './programs.ts';
import { redactedByName } from './redactedByName.ts';
import type { Rules } from './rules.ts';
import { createValueRedactor, type ValueRedactor } from './values.ts';

/** Everything in a capture that may hold data of the app, hidden as the rules say. */
export function redactCapture(capture: Capture, rules: Rules, stringLength: number): Capture {
  const redactor = createValueRedactor(rules, stringLength);
  const { id, probeId, instanceId, atMs, hit, frames, watches, trace, requestId, cost, notes, ...others } = capture;
  nothingElse(others);
  return {
    id,
    probeId,
    instanceId,
    atMs,
    hit,
    trace,
    requestId: requestId === undefined ? undefined : redactor.text(requestId),
    cost,
    frames: frames.map((frame) => redactFrame(frame, redactor)),
    watches: watches.map((watch) => redactWatch(watch, rules, redactor)),
    notes: notes.map((note) => redactor.text(note)),
  };
}

/** What an expression gave: hidden whole when it reads a sensitive name. */
export function redactResult(value: Value, program: Program, rules: Rules, redactor: ValueRedactor): Value {
  if (isSensitiveProgram(program, rules)) return redactedByName(value);
  return redactor.value(value, isAllowedProgram(program, rules));
}

function redactFrame(frame: Frame, redactor: ValueRedactor): Frame {
  const { name, file, line1, column1, generated, origin, isAsync, thisValue, scopes, note, ...others } = frame;
  nothingElse(others);
  return {
    name,
    file,
    line1,
    column1,
    generated,
    origin,
    isAsync,
    thisValue: thisValue === undefined ? undefined : redactor.named({ k: 'this', v: thisValue }).v,
    scopes: scopes?.map(({ kind, variables }) => ({
      kind,
      variables: variables.map((variable) => redactor.named(variable)),
    })),
    note: note === undefined ? undefined : redactor.text(note),
  };
}

function redactWatch(watch: WatchResult, rules: Rules, redactor: ValueRedactor): WatchResult {
  const { expression, value, error, ...others } = watch;
  nothingElse(others);
  const parsed = parseExpression(expression);
  const shown = (seen: Value) => (parsed.ok ? redactResult(seen, parsed.value, rules, redactor) : redactedByName(seen));
  return {
    expression,
    value: value === undefined ? undefined : shown(value),
    error: redactError(error, redactor),
  };
}

const redactError = (error: UserError | undefined, redactor: ValueRedactor): UserError | undefined =>
  error && { ...error, message: redactor.text(error.message) };

/** Does not compile where a field was added that has not been thought of here. */
const nothingElse = (_: Readonly<Record<string, never>>): void => {};
