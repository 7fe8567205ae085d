import path from 'node:path';
import { freePort } from '../support/shop.mjs';
import { createAnswers } from './answers.mjs';
import { startLoad } from './load.mjs';
import { documents, tryProbe } from './probes.mjs';
import { startServer } from './serverProcess.mjs';

const plainRounds = 10;
const roundsAfter = 10;

/** Runs a server twice without the agent, then with it and probes. Gives what was seen, and in `problems` what is wrong. */
export async function tryServer(server, { node, home, modulesDir, stillframe }) {
  const answers = createAnswers();
  const problems = [];
  const start = { node, home, modulesDir, workDir: path.join(home, server.name), port: await freePort() };
  const plain = [];
  for (let run = 0; run < 2; run++) plain.push(await plainRun(server, start, answers, problems));
  const plainEnd = plain[0].end;

  const watched = await startServer(server, { ...start, withAgent: true });
  let load;
  try {
    const isThere = async () =>
      documents(await stillframe(['agents', '--json'])).some(
        ({ instance, connected }) => connected && instance.pid === watched.pid,
      );
    for (let tries = 0; !(await isThere()); tries++) if (tries > 50) throw new Error('The agent does not say hello.');
    const timesMs = [];
    let differing = 0;
    load = startLoad({
      ...watched,
      talks: server.talks,
      onAnswer(name, answer, ms) {
        timesMs.push(ms);
        const difference = answers.difference(name, answer);
        if (difference !== undefined && differing++ < 3) problems.push(difference);
      },
      onFailure: (failure) => problems.push(`failed: ${failure}`),
    });
    await load.rounds(1);
    const tried = await Promise.all(server.probes.map((probe) => tryProbe(probe, { modulesDir, stillframe })));
    const probes = tried.map((probe) => ({ ...probe, came: probe.came.replaceAll(home, '~') }));
    problems.push(
      ...probes.flatMap(({ command, problem }) => (problem === undefined ? [] : [`${command}: ${problem}`])),
    );
    const removed = await stillframe(['rm', '--all']);
    if (removed.code !== 0) problems.push(`rm --all: ${removed.stderr}`);
    await load.rounds(roundsAfter);
    await load.stop();
    const end = await watched.stop();
    if (end !== plainEnd) problems.push(`ended with ${end}, without the agent with ${plainEnd}`);
    return { probes, problems, requests: load.requests, answers, end, timesMs, plainTimesMs: plain[1].timesMs };
  } finally {
    await load?.stop();
    watched.killNow();
  }
}

/** A run whose answers are what to expect. */
async function plainRun(server, start, answers, problems) {
  const running = await startServer(server, { ...start, withAgent: false });
  const timesMs = [];
  const load = startLoad({
    ...running,
    talks: server.talks,
    onAnswer(name, answer, ms) {
      answers.learn(name, answer);
      timesMs.push(ms);
    },
    onFailure: (failure) => problems.push(`failed without the agent: ${failure}`),
  });
  await load.rounds(plainRounds);
  await load.stop();
  return { end: await running.stop(), timesMs };
}
