import { assertNever, type ObjectValue, type Property, type Value } from '@stillframe/protocol';
import type { Rules } from './rules.ts';
import { findSecrets, markerFor, withMarkers } from './texts.ts';

/** Hides by pattern, by type and by the allow-list in the values of one capture or log line. Names were asked before. */
export type ValueRedactor = {
  /** `isShown`: in allow mode, whether the name that holds the value is on the list. */
  value(value: Value, isShown: boolean): Value;
  named(property: Property): Property;
  text(text: string): string;
};

/**
 * `stringLength`: how much of a text is shown; the walker takes `overlap` more, so that a secret that the cut falls
 * into is recognised.
 */
export function createValueRedactor(rules: Rules, stringLength: number): ValueRedactor {
  const { patterns, types, isAllowedName } = rules;
  /** Objects in one that was hidden; a reference to one is hidden as well. */
  const hidden = new Set<number>();
  const met = new Set<number>();
  const isShownName = (name: string) => isAllowedName === undefined || isAllowedName(name);

  const named = (property: Property): Property => ({
    ...property,
    k: shown(property.k, property.k.length >= keyLength),
    v: value(property.v, isShownName(property.k)),
  });

  const value = (value: Value, isShown: boolean): Value => {
    switch (value.t) {
      case 'string':
        return isShown ? string(value) : masked('string');
      case 'number':
      case 'bigint':
        return isShown ? number(value) : masked(value.t);
      case 'boolean':
        return isShown ? value : masked('boolean');
      case 'symbol':
        return isShown ? { t: 'symbol', v: cut(value.v) } : masked('symbol');
      case 'object':
        return object(value, isShown);
      case 'ref':
        return hidden.has(value.id) ? { t: 'redacted', reason: 'type' } : value;
      case 'undefined':
      case 'null':
      case 'function':
      case 'hole':
      case 'accessor':
      case 'redacted':
      case 'unavailable':
        return value;
      default:
        return assertNever(value);
    }
  };

  const string = (value: Extract<Value, { t: 'string' }>): Value => {
    const { v } = value;
    const found = findSecrets(v, value.length !== undefined, patterns);
    const [first] = found;
    if (first !== undefined && v.slice(0, first.start).trim() === '' && v.slice(first.end).trim() === '') {
      return { t: 'redacted', reason: 'pattern', what: first.what };
    }
    const length = value.length ?? v.length;
    const isCut = length > stringLength;
    if (first === undefined) return isCut ? { t: 'string', v: v.slice(0, stringLength), length } : value;
    const text = withMarkers(...endingAt(stringLength, v, found));
    return isCut ? { t: 'string', v: text, length, redacted: true } : { t: 'string', v: text, redacted: true };
  };

  const number = (value: Extract<Value, { t: 'number' | 'bigint' }>): Value => {
    const text = String(value.v);
    const [first] = text.length < minCardDigits ? [] : findSecrets(text, false, patterns);
    return first === undefined ? value : { t: 'redacted', reason: 'pattern', what: first.what };
  };

  const object = (seen: ObjectValue, isShown: boolean): Value => {
    met.add(seen.id);
    if (types.has(seen.name)) {
      hide(seen);
      return { t: 'redacted', reason: 'type', what: seen.name };
    }
    if (hidden.has(seen.id)) return { t: 'redacted', reason: 'type' };
    const secret = secretInBytes(seen);
    if (secret !== undefined) {
      hide(seen);
      return { t: 'redacted', reason: 'pattern', what: secret };
    }
    const made: { -readonly [K in keyof ObjectValue]: ObjectValue[K] } = { ...seen, props: seen.props.map(named) };
    if (seen.text !== undefined) {
      made.text = isShown || !textIsData.has(seen.kind) ? cut(seen.text) : markerFor(notAllowed);
    }
    if (seen.items !== undefined) made.items = seen.items.map((item) => value(item, isShown));
    if (seen.entries !== undefined) {
      made.entries = seen.entries.map(([key, entry]) => {
        const isEntryShown = isShown || (key.t === 'string' && isShownName(key.v));
        return [value(key, isEntryShown), value(entry, isEntryShown)];
      });
    }
    return made;
  };

  /** The bytes of a buffer are a text too. */
  const secretInBytes = ({ kind, items = [], size = 0 }: ObjectValue): string | undefined => {
    if ((kind !== 'typedarray' && kind !== 'arraybuffer') || items.length < minBytes) return undefined;
    const codes = items.map((item) => (item.t === 'number' && Number.isInteger(item.v) ? Number(item.v) : -1));
    if (codes.some((code) => code < 0 || code > 0xffff)) return undefined;
    return findSecrets(String.fromCharCode(...codes), size > items.length, patterns)[0]?.what;
  };

  const shown = (text: string, isCut: boolean): string => {
    const found = findSecrets(text, isCut, patterns);
    return found.length === 0 ? text : withMarkers(text, found);
  };
  /** A text that the walker cuts without saying so. */
  const cut = (text: string): string => {
    const found = findSecrets(text, text.length >= stringLength + overlap, patterns);
    return withMarkers(...endingAt(stringLength, text, found));
  };

  const hide = (value: Value): void => {
    // What follows whole was cut at its depth in here.
    if (value.t === 'ref' && !met.has(value.id)) hidden.add(value.id);
    if (value.t !== 'object') return;
    hidden.add(value.id);
    for (const property of value.props) hide(property.v);
    value.items?.forEach(hide);
    value.entries?.forEach((entry) => entry.forEach(hide));
  };

  return { value, named, text: (text) => shown(text, false) };
}

/** How much more of a text is taken from the app than is shown, in UTF-16 units: longer than most secrets are. */
export const overlap = 256;

export const notAllowed = 'not on the allow-list';

const masked = (type: NonNullable<Extract<Value, { t: 'redacted' }>['type']>): Value => ({
  t: 'redacted',
  reason: 'name',
  what: notAllowed,
  type,
});

/** The walker cuts keys here. */
const keyLength = 256;
const minCardDigits = 13;
const minBytes = 8;
/** Of other kinds it is a state. */
const textIsData: ReadonlySet<ObjectValue['kind']> = new Set(['date', 'regexp', 'error', 'boxed', 'object']);

/** The text up to `length`, or to the end of the secret that lies there. */
function endingAt(
  length: number,
  text: string,
  found: ReturnType<typeof findSecrets>,
): [string, ReturnType<typeof findSecrets>] {
  if (text.length <= length) return [text, found];
  const kept = found.filter(({ start }) => start < length);
  return [text.slice(0, Math.max(length, kept.at(-1)?.end ?? 0)), kept];
}
