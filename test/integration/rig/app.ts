import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Node.js binary of the matrix that target programs run under; the test's own without one. */
export const nodeBinary = process.env['STILLFRAME_NODE'] ?? process.execPath;

/** Its major version. */
export const nodeMajor = Number(
  execFileSync(nodeBinary, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }),
);

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const registerPath = fromRoot('agent/dist/register.mjs');
export const appPath = (name: string) => fromRoot(`test/apps/${name}`);

/** The 1-based line that ends with `// PROBE name`. */
export function probeLine(path: string, name: string): number {
  const index = readFileSync(path, 'utf8')
    .split('\n')
    .findIndex((line) => line.endsWith(`// PROBE ${name}`));
  if (index < 0) throw new Error(`${path} has no line marked PROBE ${name}`);
  return index + 1;
}

export type App = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** GETs a path and parses the JSON answer; rejects when the status is not 200. */
  get(path: string): Promise<Record<string, unknown>>;
  /** POSTs JSON and parses the JSON answer. */
  post(path: string, body: unknown): Promise<unknown>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Resolves when the process has ended by itself. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
};

/** Starts a target program with the agent in it, with `home` as its home directory (undefined: HOME is not set); ready when it listens. */
export async function startApp(options: {
  readonly path: string;
  readonly home: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly cwd?: string;
}): Promise<App> {
  const { path, home, env = {}, nodeArgs = ['--import', registerPath], args = [], cwd } = options;
  const child = spawn(nodeBinary, [...nodeArgs, path, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...(home === undefined ? {} : { HOME: home }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Awaited<App['ended']>>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const listening = /^listening (\d+)$/m.exec(output);
      if (listening !== null) resolve(Number(listening[1]));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code} before it listened:\n${output}`)));
  });
  return {
    child,
    output: () => output,
    ended,
    async get(url) {
      const response = await fetch(`http://127.0.0.1:${port}${url}`);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`GET ${url}: ${response.status} ${text}`);
      return JSON.parse(text) as Record<string, unknown>;
    },
    async post(url, body) {
      const response = await fetch(`http://127.0.0.1:${port}${url}`, { method: 'POST', body: JSON.stringify(body) });
      return response.json();
    },
    async stop(signal = 'SIGKILL') {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}
