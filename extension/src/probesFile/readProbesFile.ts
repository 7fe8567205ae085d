import { parseExpression, parseSelector, parseTemplate, ProbeSpecSchema, type ProbeSpec } from '@stillframe/protocol';
import { findNodeAtLocation, getNodeValue, parseTree, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import { placeInFolder, type FolderFiles } from './placeInFolder.ts';
import { ProbesFileEntrySchema } from './probesFileSchema.ts';

/** Something of an entry that cannot be, and where it stands in the text. */
export type EntryProblem = { readonly offset: number; readonly length: number; readonly message: string };

/** One entry; `spec` is there when it can be placed. */
export type ProbesFileEntry = {
  /** The same for the same wish, whatever its comments and order of fields. */
  readonly key: string;
  readonly offset: number;
  readonly spec: ProbeSpec | undefined;
  readonly problems: readonly EntryProblem[];
};

/** The wishes in the text of `stillframe.json`; undefined while it is no such file, because somebody is still writing it. */
export function readProbesFile(text: string, files: FolderFiles): readonly ProbesFileEntry[] | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const list = root === undefined ? undefined : findNodeAtLocation(root, ['probes']);
  if (errors.length > 0 || list?.type !== 'array') return undefined;
  return (list.children ?? []).map((node) => readEntry(node, files));
}

function readEntry(node: Node, files: FolderFiles): ProbesFileEntry {
  const value: unknown = getNodeValue(node);
  const key = keyOf(value);
  const parsed = v.safeParse(ProbesFileEntrySchema, value);
  // What has not the form of an entry, the editor says by the schema.
  if (!parsed.success) return { key, offset: node.offset, spec: undefined, problems: [] };

  const entry = parsed.output;
  const problems: EntryProblem[] = [];
  const say = (path: JSONPath, message: string | undefined): void => {
    const at = findNodeAtLocation(node, path) ?? node;
    if (message !== undefined) problems.push({ offset: at.offset, length: at.length, message });
  };
  const expression = (path: JSONPath, text: string | undefined) => {
    const read = text === undefined ? undefined : parseExpression(text);
    if (read?.ok === false) say(path, read.error.message);
  };
  const place = (field: string, text: string, lineText?: string) => {
    const found = placeInFolder(text, lineText, files);
    if ('place' in found) return found.place;
    say([found.isText ? 'text' : field], found.problem);
    return undefined;
  };

  expression(['condition'], entry.condition);
  if ('by' in entry) expression(['by'], entry.by);
  if (entry.kind === 'tictoc') expression(['key'], entry.key);
  if (entry.kind === 'metric') expression(['value'], entry.value);
  if (entry.kind === 'snapshot')
    for (const [index, watch] of entry.watches.entries())
      expression(['watches', index, 'expression'], watch.expression);
  if (entry.kind === 'log') {
    const read = parseTemplate(entry.template);
    if (!read.ok) say(['template'], read.error.message);
  }
  const selected = parseSelector(entry.target ?? 'all');
  if ('problem' in selected) say(['target'], selected.problem);

  const { text, ...fields } = entry;
  const wanted = v.safeParse(ProbeSpecSchema, {
    ...fields,
    at: place('at', entry.at, text),
    ...(entry.kind === 'tictoc' ? { to: place('to', entry.to) } : {}),
    target: 'target' in selected ? selected.target : {},
    origin: { file: files.probesFile, key },
  });
  const spec = problems.length === 0 && wanted.success ? wanted.output : undefined;
  return { key, offset: node.offset, spec, problems };
}

/** JSON with the fields in order. */
const keyOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
