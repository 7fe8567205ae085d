import { Option, type Command } from 'commander';
import { defaultDataDir, defaultHubFile, readHubFile } from '../../home/hubFile.ts';
import { isAnyHub, isLiveHub } from '../../home/liveHub.ts';
import { HubStartError, defaultPort, startHub, type HubHandle } from '../../startHub.ts';
import { hubVersion } from '../../version.ts';
import { parseWhole } from '../arguments.ts';
import { CliError } from '../cliError.ts';
import type { CommonOptions } from '../context.ts';
import { exitCodes, type CliIo } from '../io.ts';
import { createOutput, type Output } from '../output.ts';

type HubCommandOptions = CommonOptions & {
  readonly host?: string;
  readonly port?: number;
  readonly data?: string;
  readonly embedded?: boolean;
};

/** An embedded hub nobody uses goes away. */
const embeddedIdleMs = 10 * 60_000;
/** For the hub that won a race to have written its file. */
const raceMs = 2_000;
/** For the hub that holds the data directory: it may first have to find another port. */
const holderMs = 8_000;
const raceStepMs = 100;

/** `stillframe hub`: runs until it is stopped. */
export function addHubCommand(program: Command, io: CliIo): void {
  const command = program
    .command('hub')
    .description('run a hub: the meeting point of agents and editors')
    .option('--host <address>', 'where to listen (127.0.0.1)')
    .option('--port <port>', `port (${defaultPort}; 0 takes a free one)`, parseWhole(0, 65_535))
    .option('--data <dir>', 'where captures are kept (~/.stillframe/data)')
    .addOption(new Option('--embedded', 'started by an editor').hideHelp())
    .action((options: HubCommandOptions) => runHub(io, options));
  for (const flags of ['--nats <url>', '--tls-cert <file>', '--tls-key <file>', '--tokens <file>']) {
    command.addOption(new Option(flags).argParser(() => later(flags.split(' ', 1)[0] ?? '')).hideHelp());
  }
}

function later(flag: string): never {
  throw new CliError(exitCodes.usage, `${flag} comes later; this version does not have it yet.`);
}

async function runHub(io: CliIo, options: HubCommandOptions): Promise<void> {
  const output = createOutput(io, options.json === true);
  const hubFile = defaultHubFile();
  const mayJoin = options.port === undefined;
  if (mayJoin && (await sayWhenRunning(hubFile, output))) return;
  let hub: HubHandle;
  try {
    hub = await start(io, options, hubFile, output);
  } catch (error) {
    if (!(error instanceof HubStartError)) throw error;
    const waitMs = mayJoin ? await raceWaitMs(error, options) : 0;
    if (waitMs > 0 && (await appearsWithin(waitMs, hubFile, io)) && (await sayWhenRunning(hubFile, output))) return;
    if (error.kind !== 'portInUse' || !mayFallBack(io, options)) throw error;
    hub = await start(io, { ...options, port: 0 }, hubFile, output);
  }
  const dataDir = options.data ?? defaultDataDir();
  output.document({ type: 'hub', url: hub.url, pid: process.pid, version: hubVersion, data: dataDir });
  output.text(`Stillframe hub at ${hub.url}, data in ${dataDir}. Ctrl-C stops it.\n`);
  const stop = () => void hub.close();
  if (io.interrupted.aborted) stop();
  io.interrupted.addEventListener('abort', stop);
  if ((await hub.closed) === 'idle') output.text('Nobody used the hub for ten minutes; it has stopped.\n');
}

async function start(io: CliIo, options: HubCommandOptions, hubFile: string, output: Output): Promise<HubHandle> {
  // A hub on its own port beside a running one leaves the way to that one as it is.
  const other = readHubFile(hubFile);
  const isOthers = other !== undefined && (await isLiveHub(other));
  const token = options.token ?? io.env['STILLFRAME_TOKEN'];
  const hub = await startHub({
    host: options.host,
    port: options.port,
    dataDir: options.data ?? defaultDataDir(),
    hubFile: isOthers ? undefined : hubFile,
    token: token === '' ? undefined : token,
    idleMs: options.embedded === true ? embeddedIdleMs : undefined,
    log: (message, error) => output.say(`${new Date().toISOString()} ${message}${reasonOf(error)}`),
  });
  if (isOthers) {
    output.say(`Another hub runs at ${other.url} and stays the default; reach this one with --hub ${hub.url} --token.`);
  }
  return hub;
}

/** How long the hub that was quicker may take to write its file; 0 when no hub is in the way. */
async function raceWaitMs(error: HubStartError, options: HubCommandOptions): Promise<number> {
  if (error.kind === 'dataInUse') return holderMs;
  if (error.kind !== 'portInUse') return 0;
  return (await isAnyHub(`ws://${options.host ?? '127.0.0.1'}:${defaultPort}`)) ? raceMs : 0;
}

const mayFallBack = (io: CliIo, options: HubCommandOptions) =>
  options.port === undefined && (options.embedded === true || io.env['STILLFRAME_HUB_FALLBACK_PORT'] === '1');

async function sayWhenRunning(hubFile: string, output: Output): Promise<boolean> {
  const found = readHubFile(hubFile);
  if (found === undefined || !(await isLiveHub(found))) return false;
  output.document({ type: 'hub', url: found.url, pid: found.pid, version: found.version, running: true });
  output.text(`A hub is running already at ${found.url} (pid ${found.pid}).\n`);
  return true;
}

/** Two editors that start a hub at the same time: the slower waits for the quicker one's file. */
async function appearsWithin(ms: number, hubFile: string, io: CliIo): Promise<boolean> {
  const untilMs = performance.now() + ms;
  for (;;) {
    const found = readHubFile(hubFile);
    if (found !== undefined && (await isLiveHub(found))) return true;
    if (performance.now() >= untilMs || io.interrupted.aborted) return false;
    await new Promise((resolve) => setTimeout(resolve, raceStepMs));
  }
}

const reasonOf = (error: unknown) =>
  error === undefined ? '' : `: ${error instanceof Error ? error.stack : 'it failed'}`;
