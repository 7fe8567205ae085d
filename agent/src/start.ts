import inspector from 'node:inspector';
import { join } from 'node:path';
import { Worker, isMainThread } from 'node:worker_threads';
import { resolveConfig, type StartOptions } from './config.ts';
import { createEngine } from './probe/engine.ts';
import { replacedBuiltIns } from './probe/replacedBuiltIns.ts';
import type { ToLink, ToProbe } from './shared/messages.ts';

/** A running agent. */
export type Agent = {
  /** Takes every probe out, says goodbye to the hub and ends the link thread. The service goes on as before. */
  stop(): Promise<void>;
};

// Taken when the module loads, like every built-in that code on the app's thread uses.
const { url: debuggerUrl } = inspector;
const replaced = replacedBuiltIns();

/** One agent a process, also when both `--import` and `start()` are used, or two copies of the package are loaded. */
const runningKey = Symbol.for('stillframe.agent');

/**
 * Starts the agent in this process, or returns the one that runs. Never throws and never keeps the process alive: when the
 * agent cannot start, one line goes to stderr and the service runs without it.
 */
export function start(options: StartOptions = {}): Agent {
  const holder = globalThis as { [runningKey]?: Agent };
  const running = holder[runningKey];
  if (running !== undefined) return running;
  if (!isMainThread) return inert;
  try {
    const agent = startLink(options, () => Reflect.deleteProperty(holder, runningKey));
    Object.defineProperty(holder, runningKey, { value: agent, enumerable: false, configurable: true });
    return agent;
  } catch (error) {
    complain(error);
    return inert;
  }
}

const inert: Agent = { stop: () => Promise.resolve() };

function startLink(options: StartOptions, onEnd: () => void): Agent {
  if (replaced.length > 0) throw new Error(replacedText(replaced));
  const worker = new Worker(join(__dirname, 'link.cjs'), {
    workerData: resolveConfig(options, process.env, process.argv[1] ?? ''),
    // Nothing of the app's own start-up (--import, --inspect, loaders) may run again in our thread.
    execArgv: [],
    env: { HOME: process.env['HOME'], USERPROFILE: process.env['USERPROFILE'] },
    name: 'stillframe',
    stdout: false,
    stderr: false,
  });
  worker.unref();
  const post = worker.postMessage.bind(worker);

  const engine = createEngine({
    send: (message: ToLink) => {
      try {
        post(message);
      } catch {
        // The thread is gone; `exit` below takes the probes out.
      }
    },
    // An open debugger port may have a client, which our pause would stop too.
    isPauseSafe: () => debuggerUrl() === undefined,
  });
  const end = () => {
    engine.stop();
    onEnd();
  };
  worker.on('message', (message: ToProbe) => engine.handle(message));
  worker.on('error', (error) => complain(error));
  worker.on('exit', end);

  return {
    async stop() {
      end();
      await worker.terminate();
    },
  };
}

/** It would run what replaced them in every hit. */
const replacedText = (names: readonly string[]) =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''} had been replaced before it was loaded; ` +
  'load it first, with --import @stillframe/agent/register';

function complain(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`stillframe: the agent could not run (${reason}); the service runs without it.\n`);
}
