import { readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Capture, captureFileText, type CaptureFile, limits, parseCaptureFile } from '@stillframe/protocol';
import type { Command } from 'commander';
import { CliError, errorLine } from '../cliError.ts';
import { withHub, type CommonOptions, type Session } from '../context.ts';
import { exitCodes, type CliIo } from '../io.ts';
import { createOutput } from '../output.ts';
import { parseWhole } from '../arguments.ts';
import { findProbe } from '../findProbe.ts';

type ExportOptions = CommonOptions & { readonly probe?: string; readonly trace?: string; readonly limit: number };

/** `export`: captures of the hub into a `.stillframe` file. `show FILE` is among the reading commands. */
export function addExportCommand(program: Command, io: CliIo): void {
  program
    .command('export <file> [captures...]')
    .description('write captures to a .stillframe file: those named, else the newest; VS Code and `show` open it')
    .option('--trace <id>', 'of this trace id or request id only')
    .option('--probe <id>', 'of this probe only')
    .option('--limit <n>', 'at most so many', parseWhole(1, 10_000), 500)
    .action((file: string, ids: readonly string[], options: ExportOptions) =>
      withHub(io, options, async (session) => {
        const captures = ids.length > 0 ? await named(session, ids) : await newest(session, options);
        if (captures.length === 0)
          throw new CliError(
            exitCodes.failed,
            'There are no such captures; `stillframe captures` lists those there are.',
          );
        const { instances } = await session.client.request('agents/list', {});
        const { probes } = await session.client.request('probes/list', {});
        const pieces = captureFileText({
          exportedAtMs: Date.now(),
          captures,
          instances: instances.map(({ instance }) => instance),
          probes: probes.map(({ probe }) => probe),
        });
        await writeFile(resolve(io.cwd, file), pieces);
        session.output.document({ type: 'exported', file: resolve(io.cwd, file), captures: captures.length });
        session.output.text(
          `${captures.length} ${captures.length === 1 ? 'capture' : 'captures'} written to ${file}\n`,
        );
      }),
    );
}

/** What `show FILE` prints, without a hub. */
export async function showFile(file: string, io: CliIo, isJson: boolean): Promise<void> {
  const output = createOutput(io, isJson);
  const { captures, instances } = await readCaptureFile(file, io);
  for (const capture of captures) {
    const instance = instances.find(({ instanceId }) => instanceId === capture.instanceId);
    output.capture(capture, instance === undefined ? undefined : { instance, connected: false });
  }
}

/** Ids have neither dots nor slashes. */
export const isFileName = (text: string): boolean => /[./\\]/.test(text);

async function readCaptureFile(file: string, io: CliIo): Promise<CaptureFile> {
  const path = resolve(io.cwd, file);
  let text;
  try {
    const { size } = await stat(path);
    if (size > limits.captureFileBytes) throw new Error(`it has more than ${limits.captureFileBytes / 1_048_576} MB`);
    text = await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCodes.failed, `${file} cannot be read: ${why}. Name a .stillframe file.`);
  }
  const answer = parseCaptureFile(text);
  if ('problem' in answer) throw new CliError(exitCodes.failed, `${file}: ${errorLine(answer.problem)}`);
  return answer.file;
}

async function named({ client }: Session, ids: readonly string[]): Promise<Capture[]> {
  const captures: Capture[] = [];
  for (const id of ids) captures.push((await client.request('capture/get', { id })).capture);
  return captures;
}

/** An answer ends early where it would outgrow a message, so pages are asked for until there are enough. */
async function newest({ client }: Session, { probe, trace, limit }: ExportOptions): Promise<Capture[]> {
  const { probes } = await client.request('probes/list', {});
  const probeId = probe === undefined ? undefined : findProbe(probe, probes).probe.id;
  const captures: Capture[] = [];
  while (captures.length < limit) {
    const beforeId = captures.at(-1)?.id;
    const page = Math.min(1_000, limit - captures.length);
    const answer = await client.request('captures/list', { probeId, trace, beforeId, limit: page });
    if (answer.captures.length === 0) break;
    captures.push(...answer.captures);
  }
  return captures;
}
