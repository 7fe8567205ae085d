import { readFile } from 'node:fs/promises';
import { type Capture, CaptureSchema, parseCaptureFile } from '@stillframe/protocol';
import * as v from 'valibot';
import { localPath, PathMapsSchema } from './paths.ts';

/** What a session shows. */
export type Launch = {
  /** Oldest first, at least one. */
  readonly captures: readonly Capture[];
  /** Index of the capture shown first. */
  readonly startAt: number;
  /** Where a path of the process is on this machine; undefined when it is not here. */
  readonly resolvePath: (targetPath: string) => string | undefined | Promise<string | undefined>;
};

const CapturesSchema = v.pipe(v.array(CaptureSchema), v.minLength(1));

/** The launch arguments of a session that runs outside VS Code, as in launch.json. */
export const LaunchArgumentsSchema = v.object({
  captures: v.optional(CapturesSchema),
  /** A `.stillframe` file, or what `stillframe show --json` printed. */
  captureFile: v.optional(v.string()),
  /** Which capture to show first; default: the newest. */
  captureId: v.optional(v.string()),
  sourceMap: v.optional(PathMapsSchema, []),
});

/** Reads and checks launch arguments; rejects with one sentence for the person. */
export async function readLaunch(args: unknown): Promise<Launch> {
  const parsed = v.safeParse(LaunchArgumentsSchema, args ?? {});
  if (!parsed.success) throw new Error(`These launch arguments are not understood: ${v.summarize(parsed.issues)}`);
  const { captures, captureFile, captureId, sourceMap } = parsed.output;
  if (captures === undefined && captureFile === undefined)
    throw new Error(
      'Nothing to show. Give a `captureFile`, as `stillframe show CAPTURE --json` writes it, or use "request": "attach".',
    );
  const all = captures ?? (await readCaptures(captureFile ?? ''));
  return launchOf(all, captureId, (path) => localPath(path, sourceMap) ?? hereOf(path));
}

/** Captures in order of time, from the wanted one on. */
export function launchOf(
  captures: readonly Capture[],
  captureId: string | undefined,
  resolvePath: Launch['resolvePath'],
): Launch {
  const sorted = [...captures].sort((a, b) => a.atMs - b.atMs);
  const found = sorted.findIndex(({ id }) => id === captureId);
  return { captures: sorted, startAt: found < 0 ? sorted.length - 1 : found, resolvePath };
}

async function readCaptures(file: string): Promise<readonly Capture[]> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const answer = parseCaptureFile(text);
  if ('problem' in answer) throw new Error(`${file}: ${answer.problem.message}`);
  return answer.file.captures;
}

/** Without any mapping, paths are the same here. */
const hereOf = (path: string) => (path.startsWith('node:') ? undefined : path);
