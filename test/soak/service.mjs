import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../apps/orders.cjs', import.meta.url));
const memory = fileURLToPath(new URL('memory.cjs', import.meta.url));
const register = fileURLToPath(new URL('../../agent/dist/register.mjs', import.meta.url));
/** Of /proc/PID/stat. */
const ticksPerSecond = 100;

/** The service of the soak, with or without the agent, and what it costs. */
export async function startService({ node, home, withAgent }) {
  const nodeArgs = ['--expose-gc', '--require', memory, ...(withAgent ? ['--import', register] : [])];
  const child = spawn(node, [...nodeArgs, program], {
    env: { PATH: process.env.PATH, HOME: home, STILLFRAME_BUDGET: '0.05' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [line] = await once(child.stdout, 'data');
  const port = Number(/listening (\d+)/.exec(String(line))[1]);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const failures = [];
  let requests = 0;

  const get = (path, expected) =>
    new Promise((resolve) => {
      const fail = (what) => {
        failures.push(`${path}: ${what}`);
        resolve();
      };
      http
        .get({ port, path, agent }, (response) => {
          let body = '';
          response.on('data', (chunk) => (body += chunk));
          response.on('end', () => {
            requests++;
            if (response.statusCode === 200 && body === expected) resolve();
            else fail(`${response.statusCode} ${body}`);
          });
        })
        .on('error', (error) => fail(error.message));
    });

  return {
    pid: child.pid,
    failures,
    get requests() {
      return requests;
    },
    /** One round of the load: every answer must be what it is without an agent. */
    async round() {
      await Promise.all([
        get('/order', '{"startedBy":"Ada","total":24}'),
        get('/order?user=2', '{"startedBy":"Bo","total":12}'),
        get('/timed?n=2', '["job-0","job-1"]'),
      ]);
    },
    /** Requests that wait for next to nothing, so that many are served in little time. */
    async busyRound() {
      const ada = () => get('/order', '{"startedBy":"Ada","total":24}');
      const bo = () => get('/order?user=2', '{"startedBy":"Bo","total":12}');
      await Promise.all([ada(), bo(), ada(), bo(), ada(), bo(), ada(), bo(), ada(), bo(), ada(), bo()]);
    },
    /** CPU seconds of all its threads so far. */
    cpuSeconds() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    /** What it holds (see memory.cjs). */
    async memory() {
      child.send('memory');
      const [held] = await once(child, 'message');
      return held;
    },
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      agent.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
