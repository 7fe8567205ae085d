import { isMainThread } from 'node:worker_threads';
import { resolveConfig, type StartOptions } from './config.ts';
import { startLinkThread } from './linkThread.ts';
import { missingPermission } from './permission.ts';
import { replacedBuiltIns } from './probe/replacedBuiltIns.ts';
import { createBreaker, deathLimits } from './shared/breaker.ts';

/** A running agent. */
export type Agent = {
  /** Takes every probe out, says goodbye to the hub and ends the link thread. The service goes on as before. */
  stop(): Promise<void>;
};

// Taken when the module loads, like every built-in that code on the app's thread uses.
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

/** A link thread that died is started again after this long. */
const restartMs = 1_000;
const { setTimeout: setTimer } = globalThis;

function startLink(options: StartOptions, onEnd: () => void): Agent {
  if (replaced.length > 0) throw new Error(replacedText(replaced));
  const missing = missingPermission();
  if (missing !== undefined) throw new Error(missing);
  const config = resolveConfig(options, process.env, process.argv[1] ?? '');
  const deaths = createBreaker(config.budgetShare, deathLimits);
  let isOver = false;

  const run = (failure: string | undefined) =>
    startLinkThread({
      config,
      failure,
      onDeath(reason, wasUp) {
        // The thread that should only have told why the agent gave up is gone too, or threads cannot be had here.
        if (failure !== undefined || !wasUp) {
          isOver = true;
          onEnd();
          return complain(reason);
        }
        const givesUp = deaths.fault(reason, Date.now());
        const again = () => {
          try {
            if (!isOver) link = run(givesUp);
          } catch (error) {
            onEnd();
            complain(error);
          }
        };
        setTimer(again, restartMs).unref();
      },
    });
  let link = run(undefined);

  return {
    async stop() {
      isOver = true;
      onEnd();
      await link.stop();
    },
  };
}

/** It would run what replaced them in every hit. */
const replacedText = (names: readonly string[]) =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''} had been replaced before it was loaded; ` +
  'load it first, with --import @stillframe/agent/register';

function complain(error: unknown): void {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  process.stderr.write(`stillframe: the agent could not run (${reason}); the service runs without it.\n`);
}
