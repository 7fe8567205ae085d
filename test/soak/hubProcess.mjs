import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectClient } from '../integration/rig/client.ts';

const cli = fileURLToPath(new URL('../../hub/dist/cli.cjs', import.meta.url));

/** A hub in a process of its own that can be killed, and a client of whichever runs. */
export async function startHubProcess(home) {
  let child;
  let client;
  let port = 0;
  const start = async () => {
    child = spawn(process.execPath, [cli, 'hub', '--json', '--port', String(port)], {
      env: { PATH: process.env.PATH, HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const { url } = JSON.parse(String(line).split('\n')[0]);
    port = new URL(url).port;
    const { readFileSync } = await import('node:fs');
    const { token } = JSON.parse(readFileSync(`${home}/.stillframe/hub.json`, 'utf8'));
    client = await connectClient(url, token);
  };
  const kill = async () => {
    client.close();
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  return {
    get client() {
      return client;
    },
    async killAndRestart() {
      await kill();
      await start();
    },
    kill,
  };
}
