import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { codeServerArguments, ensureVSCode, type VSCodeTool } from '../../support/tools.mjs';
import { ownProcessGroup } from './processGroup.ts';
import { quietSettings } from './settings.ts';
import { until } from './until.ts';

/** What a VS Code server starts with. */
export interface ServerOptions {
  /** Installed before the start. */
  readonly vsix: string;
  /** Over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seen by the extension host and so by the extension. */
  readonly env?: Readonly<Record<string, string>>;
  /** Only these of VS Code's own extensions (faster, calmer); default all, as users have. */
  readonly builtInExtensions?: readonly string[];
}

/** A running VS Code server; a page on `url` is a VS Code window. */
export interface VSCodeServer {
  readonly url: string;
  /** HOME of the extension host: what the extension keeps in `~` is here. */
  readonly home: string;
  /** The whole text of an output channel so far; in the editor only the lines in view can be read. */
  outputChannel(name: string): Promise<string>;
  /** What the server itself said, for a failed test's message. */
  serverLog(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts code-server in an own temporary home with the extension installed; `stop` removes all of it. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const tool = await ensureVSCode();
  const root = await mkdtemp(path.join(os.tmpdir(), 'stillframe-vscode-'));
  const closing = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async (): Promise<void> => {
    for (const close of closing) await close();
  };
  try {
    const home = path.join(root, 'home');
    const userData = path.join(root, 'data');
    const logFile = path.join(root, 'server.log');
    const base = await install(tool, root, options, userData);
    const env = serverEnv(tool, home, options.env);
    await mkdir(home);
    await run(tool.codeServerNode, [...base, '--install-extension', options.vsix, '--force'], { env });
    if (options.builtInExtensions) {
      const chosen = await linkBuiltIns(tool, root, options.builtInExtensions);
      base.push('--vscode-option', `builtin-extensions-dir=${chosen}`);
    }
    const child = spawn(tool.codeServerNode, [...base, ...serverArguments], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    closing.unshift(ownProcessGroup(child));
    return {
      url: await listening(child, logFile),
      home,
      outputChannel: (name) => readOutputChannel(userData, name),
      serverLog: () => readFile(logFile, 'utf8'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const run = promisify(execFile);

const serverArguments = [
  ...codeServerArguments,
  // The safety net, should a test process be killed so hard that it cannot end its server (the least it takes is 60).
  '--idle-timeout-seconds=120',
];

/** Writes what the server reads at its start; gives the arguments that point there. */
async function install(tool: VSCodeTool, root: string, options: ServerOptions, userData: string): Promise<string[]> {
  const config = path.join(root, 'config.yaml');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(config, '');
  const settings = { ...quietSettings, ...options.settings };
  await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify(settings, null, 2));
  const extensions = path.join(root, 'extensions');
  return [tool.codeServer, '--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
}

/** The server's address once it answers; what it says goes to `logFile`. */
async function listening(child: ChildProcessByStdio<null, Readable, Readable>, logFile: string): Promise<string> {
  const log = createWriteStream(logFile);
  child.once('close', () => log.end());
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      if (said.length < 10_000) said += chunk.toString();
    });
  }
  return until(
    async () => {
      if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}: ${said}`);
      const found = /listening on (http:\S+?)\/?\s/.exec(said)?.[1];
      return found !== undefined && (await fetch(`${found}/healthz`)).ok ? found : undefined;
    },
    { what: 'code-server to listen', timeoutMs: 30_000 },
  );
}

function serverEnv(tool: VSCodeTool, home: string, extra: ServerOptions['env']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|VSCODE_|STILLFRAME_HUB$|STILLFRAME_TOKEN$|NODE_OPTIONS$|NODE_ENV$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    PATH: `${path.dirname(tool.codeServerNode)}${path.delimiter}${process.env.PATH ?? ''}`,
    // No requests to an extension gallery.
    EXTENSIONS_GALLERY: '{}',
    SHELL: '/bin/sh',
    ...extra,
  };
}

async function linkBuiltIns(tool: VSCodeTool, root: string, names: readonly string[]): Promise<string> {
  const all = path.join(path.dirname(tool.codeServer), '../../lib/vscode/extensions');
  const chosen = path.join(root, 'built-in');
  await mkdir(chosen);
  await Promise.all([...names, 'node_modules'].map((name) => symlink(path.join(all, name), path.join(chosen, name))));
  return chosen;
}

async function readOutputChannel(userData: string, name: string): Promise<string> {
  const files = await readdir(path.join(userData, 'logs'), { recursive: true });
  const ours = files.filter((file) => new RegExp(`exthost\\d*/.*${name}\\.log$`).test(file)).sort();
  const texts = await Promise.all(ours.map((file) => readFile(path.join(userData, 'logs', file), 'utf8')));
  return texts.join('');
}
