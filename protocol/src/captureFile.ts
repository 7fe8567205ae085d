import * as v from 'valibot';
import { type Capture, CaptureSchema } from './capture.ts';
import { captureFileTooNew, captureFileUnreadable, type UserError } from './errors.ts';
import { InstanceSchema } from './instance.ts';
import { limits } from './limits.ts';
import { nestingOf } from './nestingOf.ts';
import { ProbeSchema } from './probe.ts';

/** Raised when an older Stillframe could not read what this one writes. */
export const captureFileVersion = 1;

/** A `.stillframe` file: captures, and what is needed to read them without a hub. UTF-8 JSON; see docs/capture-file.md. */
export const CaptureFileSchema = v.object({
  type: v.literal('captures'),
  version: v.literal(captureFileVersion),
  exportedAtMs: v.number(),
  /** Processes that the captures come from, where they are known. */
  instances: v.optional(v.array(InstanceSchema), []),
  /** Probes that took them, where they are known. */
  probes: v.optional(v.array(ProbeSchema), []),
  /** Newest first. */
  captures: v.array(CaptureSchema),
});
export type CaptureFile = v.InferOutput<typeof CaptureFileSchema>;

/** The text of a file in pieces of at most one capture, so that a large one can be written without a pause. */
export function* captureFileText(file: Omit<CaptureFile, 'type' | 'version'>): Generator<string> {
  const { captures, exportedAtMs, instances, probes } = file;
  const isNamed = new Set(captures.flatMap(({ instanceId, probeId }) => [instanceId, probeId]));
  const head = {
    type: 'captures',
    version: captureFileVersion,
    exportedAtMs,
    instances: instances.filter(({ instanceId }) => isNamed.has(instanceId)),
    probes: probes.filter(({ id }) => isNamed.has(id)),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"captures":[\n`;
  for (const [index, capture] of captures.entries())
    yield `${JSON.stringify(capture)}${index < captures.length - 1 ? ',' : ''}\n`;
  yield ']}\n';
}

/**
 * Reads a `.stillframe` file, or what the command line writes with `--json`: capture documents, one a line. Whatever the
 * text is, it answers the captures or a sentence.
 */
export function parseCaptureFile(text: string): { readonly file: CaptureFile } | { readonly problem: UserError } {
  const documents = parseDocuments(text);
  if (documents === undefined) return { problem: captureFileUnreadable('it is not JSON, or ends too early') };
  if (nestingOf(documents) > limits.captureFileNesting)
    return { problem: captureFileUnreadable('its values are nested deeper than any capture') };
  const [first] = documents;
  const file = isRecord(first) && first['type'] === 'captures' ? first : gathered(documents);
  const { version } = file;
  if (typeof version === 'number' && version > captureFileVersion)
    return { problem: captureFileTooNew(version, captureFileVersion) };
  const parsed = v.safeParse(CaptureFileSchema, file);
  if (!parsed.success) return { problem: captureFileUnreadable(firstIssue(parsed.issues)) };
  if (parsed.output.captures.length === 0) return { problem: captureFileUnreadable('it holds no captures') };
  return { file: { ...parsed.output, captures: newestFirst(parsed.output.captures) } };
}

/** One JSON text, or one a line; undefined when it is neither. */
function parseDocuments(text: string): readonly unknown[] | undefined {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    const document: unknown = JSON.parse(json);
    return Array.isArray(document) ? document : [document];
  } catch {
    // Several documents, perhaps.
  }
  try {
    const lines = json.split('\n').filter((line) => line.trim() !== '');
    return lines.length < 2 ? undefined : lines.map((line): unknown => JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The documents of `--json` as one file; those of other types are not ours to show. */
function gathered(documents: readonly unknown[]): Record<string, unknown> {
  const records = documents.filter(isRecord);
  return {
    type: 'captures',
    version: captureFileVersion,
    exportedAtMs: 0,
    instances: records.filter(({ type }) => type === 'instance').map(({ instance }) => instance),
    // A bare capture has no type: what an API answered, saved by hand.
    captures: records.flatMap((record) =>
      record['type'] === 'capture' ? [record['capture']] : record['type'] === undefined ? [record] : [],
    ),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstIssue(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues;
  const path = v.getDotPath(issue);
  return `${path === null ? 'the document' : clip(path)} is not as it should be (${clip(issue.message)})`;
}

const clip = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

const newestFirst = (captures: readonly Capture[]): Capture[] => [...captures].sort((a, b) => b.atMs - a.atMs);
