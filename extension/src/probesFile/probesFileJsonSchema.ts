import { toJsonSchema } from '@valibot/to-json-schema';
import { ProbesFileSchema } from './probesFileSchema.ts';

/** What editors complete and check `stillframe.json` by; checked in as extension/media/stillframe.schema.json. */
export function probesFileJsonSchema(): unknown {
  const schema: unknown = toJsonSchema(ProbesFileSchema, { typeMode: 'input' });
  return { ...described(schema, ''), title: 'Probes of this workspace' };
}

/** The schema with what a person needs to know of each property. */
function described(schema: unknown, name: string): object {
  if (typeof schema !== 'object' || schema === null) return {};
  const description = descriptions[name];
  const parts = Object.entries(schema).map(([key, part]: [string, unknown]) => {
    if (key === 'properties') return [key, mapped(part, described)];
    if (key === 'items') return [key, described(part, '')];
    if (key === 'anyOf' || key === 'oneOf')
      return [key, Array.isArray(part) ? part.map((one) => described(one, '')) : part];
    return [key, part];
  });
  return { ...Object.fromEntries(parts), ...(description === undefined ? {} : { description }) };
}

const mapped = (of: unknown, change: (part: unknown, name: string) => object) =>
  Object.fromEntries(Object.entries(of as object).map(([name, part]) => [name, change(part, name)]));

const descriptions: Readonly<Record<string, string>> = {
  probes: 'Placed while the workspace is open in VS Code, and removed when they are taken out of this file.',
  kind: 'snapshot: stack and variables. log: a line of text. counter: how often. tictoc: time to another line. metric: the values of an expression. duration: time in the function.',
  at: 'File, from this folder, and line: `src/checkout.ts:24`. Of a tictoc where the time begins, of a duration any line of the function.',
  to: 'Of a tictoc the file and line where the time ends; of a log `editor`, `stdout` or `both`.',
  text: "The line's text. Where the line has moved, it is found by this.",
  target:
    'Which processes: `all` (default), `any` (one of them), an app, or `key=value,…` with app, instance, host, pid or a tag.',
  condition: 'Only hits for which this expression is true.',
  expiresInMs: 'How long it lives, ms. Default: an hour.',
  maxHits: 'Hits over all instances, then it is done. Default: 10 snapshots, 1,000 logs.',
  ratePerSecond: 'Captures or records a second in one instance.',
  budgetShare: 'Share of one core it may cost on one instance: 0.01 is 1 %.',
  label: 'What the Probes view calls it.',
  frames: 'Frames with variables. 1 never pauses.',
  watches: 'Expressions to capture beside the variables.',
  limits: 'How much of each value is taken.',
  template: 'The text, with `{expression}` in it.',
  level: 'The level it is logged with.',
  by: 'Numbers apart for each value of this expression.',
  key: 'Pairs beginnings and ends by the value of this expression, instead of by asynchronous context.',
  value: 'The expression whose numbers are recorded.',
};
