import inspector from 'node:inspector';
import { getHeapStatistics } from 'node:v8';
import * as threads from 'node:worker_threads';
import type { LinkConfig, LinkStart } from './config.ts';
import { linkCode } from './linkCode.ts';
import { inherited, ownSystemThread, ownThread } from './ownThread.ts';
import { createEngine, type Engine } from './probe/engine.ts';
import { createExitWatch } from './probe/exitWatch.ts';
import { createOutgoing } from './probe/outgoing.ts';
import { createFlow } from './shared/flow.ts';
import type { FromLink } from './shared/messages.ts';

/** Read once: an app may replace it. */
const { url: debuggerUrl } = inspector;

/**
 * Starts the link thread with an engine of its own. `onDeath` is called once when the thread ends by itself, after the
 * engine has taken everything out; `wasUp` is false when it never ran. `failure`: it shall only say why nothing is armed.
 */
export function startLinkThread(options: {
  readonly config: LinkConfig;
  readonly failure: string | undefined;
  /** The first probe is about to come. */
  readonly onProbe: () => void;
  readonly onDeath: (reason: string, wasUp: boolean) => void;
}): { stop(): Promise<void> } {
  const { config, failure, onProbe, onDeath } = options;
  const { port1: port, port2 } = new threads.MessageChannel();
  const flow = createFlow();
  const data: LinkStart = { config, failure, port: port2, flow, thread: ownThread(), systemThread: ownSystemThread() };
  const worker = new threads.Worker(linkCode(), {
    eval: true,
    workerData: data,
    transferList: [port2],
    // Nothing of the app's own start-up (--import, --inspect, loaders) may run again in our thread.
    execArgv: [],
    env: config.home,
    resourceLimits: { maxOldGenerationSizeMb: linkMemoryMb(), maxYoungGenerationSizeMb: youngMemoryMb },
    name: 'stillframe',
    stdout: false,
    stderr: false,
  });
  worker.unref();
  const isInspected = ownThread() !== undefined && inherited()?.isInspected === true;
  let reason = 'its own thread ended.';
  let isOver = false;
  let wasUp = false;

  const outgoing = createOutgoing({
    port,
    flow,
    answer: (question) => hear(question),
    onStuck: () => {
      reason = 'its own thread did not keep up.';
      void worker.terminate();
    },
  });
  const exitWatch = createExitWatch(() => outgoing.flush());
  const engine: Engine = createEngine({
    send: (message) => outgoing.send(message),
    // An open debugger port may have a client, which our pause would stop too.
    isPauseSafe: () => debuggerUrl() === undefined && !isInspected,
  });
  const watchExit = (isWanted: boolean) => {
    try {
      if (isWanted) exitWatch.on();
      else exitWatch.off();
    } catch {
      // The app listens to its listeners, and threw. Then a capture right before the end may be lost.
    }
  };
  const hear = (message: FromLink) => {
    if (message.type === 'idle') return watchExit(false);
    if (message.type === 'enable') {
      watchExit(true);
      onProbe();
    }
    engine.handle(message);
  };
  const end = () => {
    isOver = true;
    watchExit(false);
    engine.stop();
    port.close();
  };

  port.on('message', hear);
  port.unref();
  worker.on('online', () => {
    wasUp = true;
  });
  worker.on('error', (error) => {
    reason = `${error instanceof Error ? error.message : String(error)}.`;
  });
  worker.on('exit', () => {
    if (isOver) return;
    end();
    onDeath(reason, wasUp);
  });
  return {
    async stop() {
      end();
      await worker.terminate();
    },
  };
}

const minLinkMemoryMb = 64;
const maxLinkMemoryMb = 1024;
/**
 * Node leaves a thread 16 MB to end itself in when its heap is full. What one garbage collection moves out of the young
 * generation must be less: with V8's own size of it, 2 of 4 threads that ran out of memory took the whole process along.
 */
const youngMemoryMb = 8;

/**
 * How large the link thread's heap may grow, MB: a quarter of what the app's may, and of the container's memory. A large
 * bundle's syntax tree can take hundreds of MB; beyond this only that thread ends, and what it was doing is given up.
 */
function linkMemoryMb(): number {
  const { heap_size_limit: heapBytes } = getHeapStatistics();
  // 0 or a number beyond any machine's memory where nothing limits the process.
  const containerBytes = process.constrainedMemory() || Infinity;
  const mb = Math.min(heapBytes, containerBytes) / 4 / 1_048_576;
  return Math.min(maxLinkMemoryMb, Math.max(minLinkMemoryMb, Math.floor(mb)));
}
