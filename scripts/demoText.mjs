// What the demo's probes brought back, as text for a person.
import path from 'node:path';

/** A capture: where, what it cost, the watches, and every frame with its variables two levels deep. */
export function describeCapture(capture) {
  const objects = objectsById(capture);
  const lines = [
    `  ${new Date(capture.atMs).toISOString()}  took ${ms(capture.cost.totalNs / 1e6)} of the request's time`,
  ];
  for (const { expression, value, error } of capture.watches) {
    lines.push(`    ${expression} = ${value ? text(value, objects, 1) : `(${error?.message ?? 'no value'})`}`);
  }
  for (const frame of capture.frames.filter(({ origin }) => origin === 'app')) {
    const place = `${path.basename(frame.file)}:${frame.line1}`;
    lines.push(`  ${frame.isAsync ? 'async ' : ''}${frame.name || '(anonymous)'}  ${place}`);
    const scopes = (frame.scopes ?? []).filter(({ kind }) => kind !== 'module');
    for (const { k, v } of scopes.flatMap(({ variables }) => variables))
      lines.push(`    ${k} = ${text(v, objects, 2)}`);
  }
  return lines.join('\n');
}

/** The numbers of a probe, a line a group: how many and, where numbers were recorded, their spread in `unit`. */
export function describeSeries(series, unit) {
  return series
    .toSorted((a, b) => b.count - a.count)
    .map((one) => {
      const spread =
        one.buckets === undefined
          ? `${one.count} ${unit}`
          : `${one.count} times: mean ${round(one.sum / one.count)}, least ${round(one.min)}, most ${round(one.max)} ${unit}`;
      return `    ${one.key === undefined ? '' : `${one.key.padEnd(10)} `}${spread}`;
    })
    .join('\n');
}

function text(value, objects, depth) {
  switch (value.t) {
    case 'object':
      return objectText(value, objects, depth);
    case 'ref':
      return depth > 0 && objects.has(value.id) ? text(objects.get(value.id), objects, depth) : '{…}';
    case 'string':
      return `'${visible(value.v)}'${value.length === undefined ? '' : ' …'}`;
    case 'function':
      return `function ${visible(value.name)}`;
    case 'redacted':
      return value.what === undefined ? '(redacted)' : `(redacted: ${visible(value.what)})`;
    case 'unavailable':
      return `(${value.reason})`;
    case 'accessor':
      return '(accessor, not called)';
    case 'hole':
      return '(hole)';
    default:
      return visible(String(value.v ?? value.t));
  }
}

function objectText(value, objects, depth) {
  const name = visible(value.name);
  if (value.text !== undefined) return `${name} ${visible(value.text)}`;
  if (depth === 0) return `${name}${value.size === undefined ? '' : `(${value.size})`} {…}`;
  const inner = (child) => text(child, objects, depth - 1);
  const parts = [
    ...(value.items ?? []).map(inner),
    ...(value.entries ?? []).map(([key, item]) => `${inner(key)} => ${inner(item)}`),
    ...value.props.filter(({ hidden }) => !hidden).map(({ k, v }) => `${visible(k)}: ${inner(v)}`),
  ];
  const shown = parts.slice(0, 8).join(', ') + (parts.length > 8 || value.cut ? ', …' : '');
  return value.items ? `[${shown}]` : `${name === 'Object' ? '' : `${name} `}{ ${shown} }`;
}

function objectsById(capture) {
  const found = new Map();
  const visit = (value) => {
    if (value?.t !== 'object') return;
    found.set(value.id, value);
    for (const { v } of value.props) visit(v);
    for (const item of value.items ?? []) visit(item);
    for (const pair of value.entries ?? []) pair.forEach(visit);
  };
  for (const { value } of capture.watches) visit(value);
  for (const frame of capture.frames) {
    visit(frame.thisValue);
    for (const { variables } of frame.scopes ?? []) for (const { v } of variables) visit(v);
  }
  return found;
}

/** Captured text may hold anything; a terminal must not obey it. */
export function visible(raw) {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return raw.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function ms(value) {
  return value < 1 ? `${Math.round(value * 1000)} µs` : `${value.toFixed(1)} ms`;
}

function round(value) {
  return value === undefined ? '?' : String(Math.round(value * 10) / 10);
}
