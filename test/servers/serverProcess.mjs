import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const agentFile = (name) => fileURLToPath(new URL(`../../agent/dist/${name}`, import.meta.url));
/** As the README tells a user to start a service with the agent, both ways. */
const agentOptions = {
  import: `--import=${pathToFileURL(agentFile('register.mjs')).href}`,
  require: `--require=${agentFile('register.cjs')}`,
};
const readyMs = 60_000;
const exitMs = 20_000;
const fileTime = new Date('2026-01-02T03:04:05Z');

/** Starts a server in a fresh folder with its files; ready when it answers. */
export async function startServer(server, { node, home, modulesDir, workDir, port, withAgent }) {
  rmSync(workDir, { recursive: true, force: true });
  writeAged(workDir, server.files);
  const NODE_OPTIONS = withAgent ? agentOptions[server.loads] : '';
  const child = spawn(node, server.command({ modulesDir, port }), {
    cwd: workDir,
    env: { PATH: process.env.PATH, HOME: home, NODE_OPTIONS, STILLFRAME_BUDGET: '0.05', ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').finally(() => process.off('exit', killNow));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said = (said + chunk).slice(-20_000)));

  const url = `http://127.0.0.1:${port}`;
  const deadlineMs = Date.now() + readyMs;
  while (!(await answers(url + server.readyPath))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (!hasEnded && Date.now() < deadlineMs) continue;
    killNow();
    throw new Error(`${server.name} ${hasEnded ? 'ended' : 'did not answer'}. It said:\n${said}`);
  }
  return {
    url,
    pid: child.pid,
    said: () => said,
    /** Tells it to stop, and how it ended: `code 0`, `SIGTERM`, or that it did not. */
    async stop() {
      child.kill(server.signal);
      const [code, signal] = await Promise.race([exited, delay(exitMs, ['none'], { ref: false })]);
      if (code === 'none') killNow();
      return code === 'none' ? 'did not end' : (signal ?? `code ${code}`);
    },
    killNow,
  };
}

/** Writes files that are as old in each run, their folders too: servers tell it. */
function writeAged(workDir, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(workDir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const name of readdirSync(workDir, { recursive: true }))
    utimesSync(path.join(workDir, name), fileTime, fileTime);
}

async function answers(url) {
  const response = await fetch(url).catch(() => undefined);
  await response?.arrayBuffer();
  if (response?.ok) return true;
  await delay(50);
  return false;
}
