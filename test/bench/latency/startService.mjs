import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from '../../support/shop.mjs';

/** Starts orders.mjs of `folder` with the agent in it, which finds the hub in `home`. */
export async function startService(folder, home) {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', '@stillframe/agent/register', 'orders.mjs'], {
    cwd: folder,
    // All hits must arrive: a budget that takes some out would be measured instead.
    env: { ...process.env, NODE_OPTIONS: '', HOME: home, PORT: String(port), STILLFRAME_BUDGET: '0.25' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface(child.stdout), 'line');
  const post = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body });
    return await response.json();
  };
  const { socketPort } = await post('/', '');
  return {
    pid: child.pid,
    socketUrl: `ws://127.0.0.1:${socketPort}`,
    /** Runs the probed line; answers when, ms since 1970. */
    order: async () => (await post('/order', 'Ada')).atMs,
    /** Sends a bare message of about so many bytes; answers when. */
    bare: async (filler) => (await post('/bare', JSON.stringify(filler))).atMs,
    stop: () => child.kill('SIGTERM'),
  };
}
