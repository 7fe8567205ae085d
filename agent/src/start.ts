import { resolveConfig, type LinkConfig, type StartOptions } from './config.ts';
import { startLinkThread } from './linkThread.ts';
import { inherited, leaveForThreads, onceWanted, ownThread } from './ownThread.ts';
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

/** One agent a thread, also when both `--import` and `start()` are used, or two copies of the package are loaded. */
const runningKey = Symbol.for('stillframe.agent');

/**
 * Starts the agent in this process, or returns the one that runs. Never throws and never keeps the process alive: when the
 * agent cannot start, one line goes to stderr and the service runs without it. In a worker thread the options are those of
 * the process's main thread, when it has an agent.
 */
export function start(options: StartOptions = {}): Agent {
  const holder = globalThis as { [runningKey]?: Agent };
  const running = holder[runningKey];
  if (running !== undefined) return running;
  const isMain = ownThread() === undefined;
  const left = isMain ? undefined : inherited();
  // The main thread has said why already, or was told to leave the others alone.
  if (left !== undefined && left.config?.workers !== true) return inert;
  try {
    if (replaced.length > 0) throw new Error(replacedText(replaced));
    const config = left?.config ?? ownConfig(options);
    const onEnd = () => Reflect.deleteProperty(holder, runningKey);
    const onProbe = isMain ? leaveForThreads(config) : () => {};
    const when = left === undefined ? undefined : (begin: () => void) => onceWanted(left, begin);
    const agent = startLink({ config, when, onProbe, onEnd });
    Object.defineProperty(holder, runningKey, { value: agent, enumerable: false, configurable: true });
    return agent;
  } catch (error) {
    if (isMain) leaveForThreads(undefined);
    complain(error);
    return inert;
  }
}

const inert: Agent = { stop: () => Promise.resolve() };

/** A link thread that died is started again after this long. */
const restartMs = 1_000;
/** A worker thread that ends sooner is not worth a link thread of its own. */
const threadDelayMs = 500;
const { setTimeout: setTimer, clearTimeout: clearTimer } = globalThis;

function ownConfig(options: StartOptions): LinkConfig {
  const missing = missingPermission();
  if (missing !== undefined) throw new Error(missing);
  return resolveConfig(options, process.env, process.argv[1] ?? '');
}

/** `when`: a worker thread's agent begins, and has a link thread of its own, only when the process has a probe. */
function startLink(options: {
  readonly config: LinkConfig;
  readonly when: ((begin: () => void) => () => void) | undefined;
  readonly onProbe: () => void;
  readonly onEnd: () => void;
}): Agent {
  const { config, when, onProbe, onEnd } = options;
  const deaths = createBreaker(config.budgetShare, deathLimits);

  const run = (failure: string | undefined) =>
    startLinkThread({
      config,
      failure,
      onProbe,
      onDeath(reason, wasUp) {
        // The thread that should only have told why the agent gave up is gone too, or threads cannot be had here.
        if (failure !== undefined || !wasUp) {
          onEnd();
          return complain(reason);
        }
        const givesUp = deaths.fault(reason, Date.now());
        begin(restartMs, givesUp);
      },
    });
  const begin = (afterMs: number, failure: string | undefined) => {
    timer = setTimer(() => {
      try {
        link = run(failure);
      } catch (error) {
        onEnd();
        complain(error);
      }
    }, afterMs).unref();
  };
  let timer: NodeJS.Timeout | undefined;
  let link: ReturnType<typeof run> | undefined;
  const stopWaiting = when?.(() => begin(threadDelayMs, undefined));
  if (when === undefined) link = run(undefined);

  return {
    async stop() {
      stopWaiting?.();
      clearTimer(timer);
      onEnd();
      await link?.stop();
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
