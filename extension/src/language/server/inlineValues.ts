import type { Capture, Property, Value } from '@stillframe/protocol';
import { valueText, visibleText, type CaptureObjects } from '@stillframe/protocol/reading';
import { clip } from '../../values/clip.ts';
import { shortValue } from '../../values/shortValue.ts';
import { namesInLine } from './namesInLine.ts';

const maxValueLength = 24;
/** VS Code itself shows 43 characters of a line's hints, or what editor.inlayHints.maximumLength says. */
const maxLabelLength = 140;
const maxTooltipValueLength = 400;

export type NamedValue = { readonly name: string; readonly value: Value | undefined; readonly problem?: string };

/** The values a capture has for what a line mentions: variables in the line's order, then watch expressions. */
export function valuesForLine(capture: Capture, lineText: string): readonly NamedValue[] {
  const watches = capture.watches.map((watch) => ({
    name: watch.expression,
    value: watch.value,
    problem: watch.error?.message,
  }));
  return [...valuesForNames(capture, namesInLine(lineText)), ...watches];
}

/** The values of these variables in the probed frame; those without one, or whose value says nothing, are left out. */
export function valuesForNames(capture: Capture, names: readonly string[]): readonly NamedValue[] {
  const frame = capture.frames[0];
  const variables = new Map<string, Value>();
  // Innermost first: an inner variable hides an outer one of the same name.
  for (const property of frame?.scopes?.flatMap((scope): readonly Property[] => scope.variables) ?? []) {
    if (!variables.has(property.k)) variables.set(property.k, property.v);
  }
  if (frame?.thisValue !== undefined) variables.set('this', frame.thisValue);
  return names.flatMap((name): readonly NamedValue[] => {
    const value = variables.get(name);
    return value === undefined || isUninteresting(value) ? [] : [{ name, value }];
  });
}

/** Imports, called functions and classes say nothing that the source does not. */
const isUninteresting = (value: Value) =>
  value.t === 'function' ||
  (value.t === 'object' && value.kind === 'module') ||
  (value.t === 'unavailable' && value.reason === 'uninitialised');

/** ` total = NaN, user = {…}`, short enough for the end of a line; undefined when there is nothing to show. */
export function inlineLabel(values: readonly NamedValue[], objects: CaptureObjects): string | undefined {
  if (values.length === 0) return undefined;
  const parts = values.map(
    ({ name, value }) =>
      `${clip(visibleText(name), maxValueLength)} = ${value === undefined ? '?' : shortValue(value, objects, maxValueLength)}`,
  );
  return clip(parts.join(', '), maxLabelLength);
}

/** The same values at more length, one to a line, for the tooltip. */
export const longLabel = (values: readonly NamedValue[], objects: CaptureObjects) =>
  values
    .map(({ name, value, problem }) =>
      value === undefined
        ? `${visibleText(name)}: ${visibleText(problem ?? 'no value')}`
        : `${visibleText(name)} = ${valueText(value, objects, maxTooltipValueLength)}`,
    )
    .join('\n');
