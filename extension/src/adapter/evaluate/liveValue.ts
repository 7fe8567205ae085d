import type { ObjectValue, Value } from '@stillframe/protocol';
import { type CaptureObjects, grouped, headText, resolveRef, unavailableText } from '@stillframe/protocol/reading';

/** A captured value as the evaluator works with it: primitives as themselves, everything else as it was captured. */
export type LiveValue = Primitive | CapturedValue;
export type Primitive = string | number | bigint | boolean | null | undefined;
/** Objects keep their identity: the same captured object is the same JavaScript object here. */
export type CapturedValue = Exclude<
  Value,
  { readonly t: 'undefined' | 'null' | 'boolean' | 'number' | 'bigint' | 'ref' }
>;

/** Why an expression has no value here; the message is a sentence for the person who asked. */
export class NotCaptured extends Error {}

export function toLive(value: Value, objects: CaptureObjects): LiveValue {
  const seen = resolveRef(value, objects);
  switch (seen.t) {
    case 'undefined':
      return undefined;
    case 'hole':
      return undefined;
    case 'null':
      return null;
    case 'boolean':
      return seen.v;
    case 'number':
      return Number(seen.v);
    case 'bigint':
      return BigInt(seen.v);
    case 'string':
      // One that was cut, or hidden in part, stays as it is: the rest is unknown.
      return seen.length === undefined && seen.redacted !== true ? seen.v : seen;
    case 'ref':
      throw new NotCaptured('it leads to an object that is not in this capture.');
    default:
      return seen;
  }
}

export function fromLive(live: LiveValue): Value {
  switch (typeof live) {
    case 'undefined':
      return { t: 'undefined' };
    case 'boolean':
      return { t: 'boolean', v: live };
    case 'number':
      return Number.isFinite(live) && !Object.is(live, -0)
        ? { t: 'number', v: live }
        : { t: 'number', v: Object.is(live, -0) ? '-0' : (String(live) as 'NaN' | 'Infinity' | '-Infinity') };
    case 'bigint':
      return { t: 'bigint', v: String(live) };
    case 'string':
      return { t: 'string', v: live };
    case 'object':
      return live ?? { t: 'null' };
    default:
      throw new NotCaptured('its result cannot be shown.');
  }
}

export const isPrimitive = (live: LiveValue): live is Primitive => typeof live !== 'object' || live === null;

/** The primitive, for operators; says why when there is none. */
export function primitiveOf(live: LiveValue, objects: CaptureObjects): Primitive {
  if (isPrimitive(live)) return live;
  refuseUnknown(live);
  if (live.t === 'object' && live.kind === 'date') return new Date(live.text ?? NaN).getTime();
  throw new NotCaptured(`${headText(live, objects)} would run code to become a number or a text.`);
}

/** Ends the evaluation where a value is not known. */
export function refuseUnknown(live: LiveValue): void {
  if (isPrimitive(live)) return;
  switch (live.t) {
    case 'redacted':
      throw new NotCaptured('it needs a value that was redacted before it left the process.');
    case 'accessor':
      throw new NotCaptured('it needs a getter, which was not run. Add a watch expression to the probe to ask for it.');
    case 'unavailable':
      throw new NotCaptured(`it needs a value that is not there: ${unavailableText(live.reason)}.`);
    case 'string':
      if (live.redacted === true) {
        throw new NotCaptured('it needs a whole text, and parts of this one were redacted before it left the process.');
      }
      throw new NotCaptured(
        `it needs a whole text, and this one was cut to ${grouped(live.v.length)} of ${grouped(live.length ?? live.v.length)} characters.`,
      );
    default:
  }
}

/** Truth needs no reading: objects are true, and so is a text that was long enough to be cut. */
export function isTruthy(live: LiveValue): boolean {
  if (isPrimitive(live)) return Boolean(live);
  if (live.t !== 'string') refuseUnknown(live);
  return true;
}

/** An array made by evaluating; it is in no capture and equals nothing else. */
export function madeArray(items: readonly LiveValue[]): ObjectValue {
  return {
    t: 'object',
    id: -1,
    kind: 'array',
    name: 'Array',
    size: items.length,
    props: [],
    items: items.map(fromLive),
  };
}
