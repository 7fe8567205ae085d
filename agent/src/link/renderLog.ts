import { limits, type Value } from '@stillframe/protocol';
import { captureObjects, valueText, visibleText } from '@stillframe/protocol/reading';

/** Longest rendered line, in UTF-16 units. */
const maxLength = 8_192;
/** Longest value in it. */
export const maxValueLength = limits.stringLength.default;
/** Levels of members in the line, as many as a log's walk takes. */
const depth = 3;

/** A log line: the template's texts with each value between them, strings bare, objects in one line. */
export function renderLog(texts: readonly string[], parts: readonly (Value | { readonly failure: string })[]): string {
  let line = texts[0] ?? '';
  parts.forEach((part, index) => {
    if ('failure' in part) line += `<${part.failure}>`;
    // Escaped: a value must not be able to forge another line.
    else line += part.t === 'string' ? visibleText(part.v) : objectText(part);
    line += texts[index + 1] ?? '';
  });
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

const objectText = (value: Value) =>
  valueText(value, captureObjects({ frames: [], watches: [{ expression: '', value }] }), maxValueLength, depth);
