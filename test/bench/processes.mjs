import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createRpc } from './rpc.mjs';
import { variants } from './variants.mjs';

const childPath = fileURLToPath(new URL('child.mjs', import.meta.url));

/**
 * Starts processes of the bench. `start(variant, options)` resolves once the variant's agent has started and the work is
 * loaded; `use(variant, options, body)` ends it after `body`, whatever happens. Options: `budget` (share, Stillframe's),
 * `isIdle` (nothing will be armed), `warmup` (Stillframe's), `execArgv`.
 */
export function createProcesses({ node, backends }) {
  const start = async (variant, options = {}) => {
    const { execArgv = [], env } = variants[variant];
    const { stillframe, ddtrace } = backends;
    const startedMs = performance.now();
    const child = fork(childPath, [variant], {
      execPath: node,
      execArgv: [...execArgv, ...(options.execArgv ?? [])],
      env: { PATH: process.env.PATH, HOME: stillframe.home, ...env?.(backends, options) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => (said = (said + chunk).slice(-4_000)));
    const exited = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    const left = new Set();
    const call = createRpc(child, {
      place: (spec) => stillframe.place(spec, child.pid),
      remove: (id) => stillframe.remove(id),
      addProbe(probe) {
        left.add(probe.id);
        ddtrace.add(probe);
      },
      removeProbe(id) {
        left.delete(id);
        ddtrace.remove(id);
      },
    });
    await new Promise((resolve, reject) => {
      child.on('message', ({ ready }) => ready === true && resolve());
      void exited.then((code) => reject(new Error(`${variant}: the process ended with ${code}:\n${said}`)));
    });
    const startMs = performance.now() - startedMs;
    if (variant === 'stillframe') await stillframe.ready(child.pid);
    await call('settled');
    return {
      pid: child.pid,
      /** From the fork until the agent had started and the work was loaded. */
      startMs,
      call,
      async end() {
        if (child.connected) child.disconnect();
        await exited;
        // It would give them to the next process.
        for (const id of left) ddtrace.remove(id);
      },
    };
  };

  const use = async (variant, options, body) => {
    const running = await start(variant, options);
    try {
      return await body(running);
    } finally {
      await running.end();
    }
  };
  return { start, use };
}
