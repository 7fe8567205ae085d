// The example shop as a child process, for the tests and the demo. Build it first: npm run build -w examples/shop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the example service. */
export const shopDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../examples/shop');

/** Starts the shop; ready when it answers. See shop.d.mts for the options. */
export async function startShop(options = {}) {
  const { dir = shopDir, node = process.execPath, agent = true, env = {}, readyMs = 30_000, onOutput } = options;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(node, [...(agent ? ['--import', '@stillframe/agent/register'] : []), 'dist/server.js'], {
    cwd: dir,
    env: { ...process.env, NODE_OPTIONS: '', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').finally(() => process.off('exit', killNow));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      // The newest end is what explains a failure; a long run must not grow.
      said = (said + chunk).slice(-100_000);
      onOutput?.(String(chunk));
    });
  }

  const stop = async (signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      const timer = setTimeout(killNow, 10_000);
      await exited;
      clearTimeout(timer);
    }
    return child.exitCode;
  };
  await listening({ child, exited, readyMs, said: () => said });
  return { url, port, child, exited, output: () => said, stop };
}

/** A port that nobody listened on a moment ago. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function listening({ child, exited, readyMs, said }) {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), readyMs);
  const fail = (why) => {
    child.kill('SIGKILL');
    throw new Error(`The shop ${why}. It said:\n${said()}`);
  };
  try {
    while (!said().includes('Server listening at')) {
      const what = await Promise.race([
        once(child.stdout, 'data', { signal: timeout.signal }).then(
          () => 'said something',
          () => 'did not answer in time',
        ),
        exited.then(([code, signal]) => `ended with ${code ?? signal} while starting`),
      ]);
      if (what !== 'said something') fail(what);
    }
  } finally {
    clearTimeout(timer);
  }
}
