import { expired, type Capture, type ProbeView } from '@stillframe/protocol';
import { timeText, visibleText } from '@stillframe/protocol/reading';
import type { Command } from 'commander';
import { CliError, errorLine } from '../cliError.ts';
import { withHub, type CommonOptions, type Session } from '../context.ts';
import { documents } from '../documents.ts';
import { findProbe } from '../findProbe.ts';
import { exitCodes, type CliIo, type ExitCode } from '../io.ts';
import { createRate } from '../rate.ts';
import { requestText } from '../render/captureText.ts';
import type { Palette } from '../render/palette.ts';
import { renderTable, type Cell } from '../render/table.ts';
import { shortId } from '../render/words.ts';
import { parseWhole } from '../arguments.ts';
import { isFileName, showFile } from './captureFiles.ts';

type TailOptions = CommonOptions & { readonly probe?: string };
type CapturesOptions = TailOptions & { readonly trace?: string; readonly limit: number };

/** `tail`, `captures` and `show`. */
export function addReadingCommands(program: Command, io: CliIo, done: (code: ExitCode) => void): void {
  program
    .command('tail')
    .description('print captures, logs and numbers as they come, until Ctrl-C')
    .option('--probe <id>', 'of this probe only')
    .action(async (options: TailOptions) =>
      done(await withHub(io, options, (session) => tail(session, options.probe))),
    );
  program
    .command('captures')
    .description('list captures that were taken before, newest first, and with --trace also the logs')
    .option('--trace <id>', 'of this trace id or request id only')
    .option('--probe <id>', 'of this probe only')
    .option('--limit <n>', 'at most so many', parseWhole(1, 1_000), 20)
    .action((options: CapturesOptions) => withHub(io, options, (session) => listCaptures(session, options)));
  program
    .command('show <capture|file>')
    .description('print a capture that was taken before, or those of a .stillframe file')
    .action(async (id: string, options: CommonOptions) => {
      if (isFileName(id)) return await showFile(id, io, options.json === true);
      return await withHub(io, options, async ({ client, output }) => {
        const { capture } = await client.request('capture/get', { id });
        const { instances } = await client.request('agents/list', {});
        output.capture(
          capture,
          instances.find(({ instance }) => instance.instanceId === capture.instanceId),
        );
      });
    });
}

async function listCaptures({ client, output }: Session, { trace, probe, limit }: CapturesOptions): Promise<void> {
  const { probes } = await client.request('probes/list', {});
  const probeId = probe === undefined ? undefined : findProbe(probe, probes).probe.id;
  const { captures } = await client.request('captures/list', { probeId, trace, limit });
  const { logs } = trace === undefined ? { logs: [] } : await client.request('logs/list', { probeId, trace, limit });
  const { instances } = await client.request('agents/list', {});
  for (const capture of captures) output.document(documents.capture(capture));
  output.text(`${capturesTable(captures, output.palette)}\n`);
  for (const log of logs) {
    output.log(
      log,
      instances.find(({ instance }) => instance.instanceId === log.instanceId),
    );
  }
}

function capturesTable(captures: readonly Capture[], palette: Palette): string {
  if (captures.length === 0) return 'There are no such captures.';
  const rows = captures.map((capture): Cell[] => {
    const top = capture.frames[0];
    return [
      { text: shortId(capture.id), paint: palette.cyan },
      timeText(capture.atMs, Date.now()),
      top === undefined ? '' : visibleText(`${top.file}:${top.line1}`),
      visibleText(top?.name ?? ''),
      { text: requestText(capture), paint: palette.faint },
    ];
  });
  const titles = ['CAPTURE', 'AT', 'PLACE', 'IN', 'REQUEST'];
  return renderTable([titles.map((text) => ({ text, paint: palette.faint })), ...rows]);
}

async function tail(session: Session, part: string | undefined): Promise<ExitCode> {
  const { client, events, output } = session;
  const { instances, probes } = await client.request('subscribe', {});
  const known = new Map(instances.map((view) => [view.instance.instanceId, view]));
  const only = part === undefined ? undefined : findProbe(part, probes).probe.id;
  const seen = new Map(probes.map((view) => [view.probe.id, numbersKey(view)]));
  const rates = new Map<string, ReturnType<typeof createRate>>();
  const isWanted = (probeId: string) => only === undefined || only === probeId;

  const printNumbers = (view: ProbeView) => {
    const { id, spec } = view.probe;
    const key = numbersKey(view);
    if (seen.get(id) === key) return;
    seen.set(id, key);
    if (spec.kind === 'snapshot' || spec.kind === 'log') return output.document(documents.status(view));
    const rate = rates.get(id) ?? createRate();
    rates.set(id, rate);
    output.numbers(view, rate.next(documents.status(view).series.reduce((sum, { count }) => sum + count, 0)));
  };

  if (probes.some(({ probe, ended }) => probe.id === only && ended !== undefined)) {
    output.say('This probe has ended; nothing more comes from it.');
    return exitCodes.done;
  }
  for (;;) {
    const next = await events.next(Infinity);
    if (next === 'interrupted' || next === 'timeout') return exitCodes.done;
    const { event } = next;
    switch (event.method) {
      case 'instance/changed':
        known.set(event.params.instance.instanceId, event.params);
        break;
      case 'instance/gone':
        known.delete(event.params.instanceId);
        break;
      case 'captures/added':
        for (const capture of event.params.captures) {
          if (isWanted(capture.probeId)) output.capture(capture, known.get(capture.instanceId));
        }
        break;
      case 'logs/added':
        for (const log of event.params.logs) if (isWanted(log.probeId)) output.log(log, known.get(log.instanceId));
        break;
      case 'probe/changed':
        if (!isWanted(event.params.probe.id)) break;
        printNumbers(event.params);
        if (only === undefined || event.params.ended === undefined) break;
        if (event.params.ended === 'expired') output.say(errorLine(expired()));
        return exitCodes.done;
      case 'probe/removed':
        seen.delete(event.params.id);
        rates.delete(event.params.id);
        if (event.params.id !== only) break;
        output.say('The probe was removed.');
        return exitCodes.done;
      case 'lost':
        throw new CliError(exitCodes.failed, errorLine(event.error));
      case 'captures/cleared':
      case 'captures/pinned':
      case 'paused/changed':
        break;
    }
  }
}

const numbersKey = ({ statuses, ended }: ProbeView) =>
  JSON.stringify([statuses.map(({ instanceId, status }) => [instanceId, status.state, status.series]), ended]);
