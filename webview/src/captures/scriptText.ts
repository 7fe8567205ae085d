import { assertNever, type ObjectValue, type Value } from '@stillframe/protocol';
import {
  type CaptureObjects,
  cutText,
  headText,
  redactedText,
  resolveRef,
  unavailableText,
} from '@stillframe/protocol/reading';
import { repeated } from './repeated.ts';

/**
 * A value as a JavaScript expression, indented, that can be pasted into a test: maps, sets, dates, `NaN`, `10n` and holes as they
 * are written; what was not captured is `undefined` with a comment that says why.
 */
export function scriptText(value: Value, objects: CaptureObjects): string {
  const written = new Set<number>();
  const write = (value: Value, indent: string): string => {
    const seen = resolveRef(value, objects);
    switch (seen.t) {
      case 'undefined':
      case 'null':
        return seen.t;
      case 'boolean':
      case 'number':
        return Object.is(seen.v, -0) ? '-0' : String(seen.v);
      case 'bigint':
        return /^-?\d+$/.test(seen.v) ? `${seen.v}n` : missing('bigint');
      case 'string':
        return quoted(seen.v) + (seen.length === undefined ? '' : comment(`of ${seen.length} characters`));
      case 'symbol':
        return `Symbol(${quoted(seen.v.replace(/^Symbol\((.*)\)$/s, '$1'))})`;
      case 'redacted':
        return missing(redactedText(seen));
      case 'unavailable':
        return missing(unavailableText(seen.reason));
      case 'function':
      case 'accessor':
      case 'ref':
      case 'hole':
        return missing(headText(seen, objects));
      case 'object':
        return written.has(seen.id) ? missing(`the same ${headText(seen, objects)} as above`) : object(seen, indent);
      default:
        return assertNever(seen);
    }
  };

  const object = (value: ObjectValue, indent: string): string => {
    written.add(value.id);
    const inner = `${indent}  `;
    const list = (lines: readonly string[], open: string, close: string): string => {
      const cut = value.cut === undefined ? [] : [`${inner}${comment(cutText(value.cut)).trim()}`];
      const body = [...lines.map((line) => `${inner}${line},`), ...cut];
      return body.length === 0 ? open + close : `${open}\n${body.join('\n')}\n${indent}${close}`;
    };
    const items = () =>
      (value.items ?? []).flatMap((item) => (item.t === 'hole' ? repeated(item).map(() => '') : [write(item, inner)]));
    switch (value.kind) {
      case 'date':
        return value.text === undefined || Number.isNaN(Date.parse(value.text))
          ? 'new Date(NaN)'
          : `new Date(${quoted(value.text)})`;
      case 'regexp':
        return regexp(value.text ?? '');
      case 'error':
        return `new Error(${quoted(value.text ?? '')})`;
      case 'map':
        return `new Map(${list(
          (value.entries ?? []).map(([key, item]) => `[${write(key, inner)}, ${write(item, inner)}]`),
          '[',
          ']',
        )})`;
      case 'set':
        return `new Set(${list(items(), '[', ']')})`;
      case 'typedarray':
        return /^[A-Z]\w*Array$/.test(value.name)
          ? `new ${value.name}(${list(items(), '[', ']')})`
          : list(items(), '[', ']');
      case 'array':
        return list(items(), '[', ']');
      case 'object':
      case 'arguments':
      case 'module': {
        const head = value.name === 'Object' || value.name === '' ? '' : `${comment(value.name).trim()} `;
        const lines = value.props
          .filter(({ symbol }) => symbol !== true)
          .map(({ k, v }) => `${key(k)}: ${write(v, inner)}`);
        return head + list(lines, '{', '}');
      }
      default:
        return missing(headText(value, objects));
    }
  };
  return write(value, '');
}

/** JSON text is JavaScript since 2019, line separators included; lone surrogates are escaped. */
const quoted = (text: string): string => JSON.stringify(text);

/** `__proto__: x` would set the prototype, `["__proto__"]: x` makes a property. */
const key = (name: string): string =>
  name === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);

const comment = (text: string): string =>
  ` /* ${text.replaceAll('*/', '*\\/').replaceAll(/[\r\n\u2028\u2029]/g, ' ')} */`;
const missing = (why: string): string => `undefined${comment(why)}`;

function regexp(text: string): string {
  const match = /^\/(.*)\/([a-z]*)$/s.exec(text);
  return match === null ? missing(text) : `new RegExp(${quoted(match[1] ?? '')}, ${quoted(match[2] ?? '')})`;
}
