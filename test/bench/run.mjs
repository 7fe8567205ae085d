// npm run bench: the same work in one run for nothing, a hand-written line, this agent and its alternatives.
//   --quick            one short round: does everything run?
//   --only log,kernel  these rows alone (rows.mjs)
//   --node 22          another Node.js of the test matrix
//   --rounds 7
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ensureNodes, ToolMissing } from '../support/tools.mjs';
import { judge } from './checks.mjs';
import { startDdtraceBackend } from './ddtraceBackend.mjs';
import { arming } from './parts/arming.mjs';
import { hits } from './parts/hits.mjs';
import { idle } from './parts/idle.mjs';
import { kernel } from './parts/kernel.mjs';
import { startup } from './parts/startup.mjs';
import { ensurePeers } from './peers.mjs';
import { createProcesses } from './processes.mjs';
import { reportPage } from './report.mjs';
import { createResults } from './results.mjs';
import { shuffled } from './statistics.mjs';
import { startStillframeBackend } from './stillframeBackend.mjs';
import { variants as allVariants } from './variants.mjs';
import { writeSection } from './writeSection.mjs';

const parts = [idle, startup, hits, kernel, arming];
const options = readOptions();
const node = await nodeBinary(options.alias);
const missing = await tryPeers();
const variants = Object.keys(allVariants).filter((name) => missing === undefined || !allVariants[name].isPeer);
const backends = {
  stillframe: await startStillframeBackend(),
  ddtrace: missing === undefined ? await startDdtraceBackend() : undefined,
};
const results = createResults();
const { record } = results;
const { isQuick, rounds, wants } = options;

try {
  const processes = createProcesses({ node, backends });
  const jobs = parts.flatMap((part) => part.jobs({ wants, variants, isQuick, processes, backends, record }));
  for (let round = 1; round <= rounds; round++) {
    for (const { title, run } of shuffled(jobs)) {
      process.stderr.write(`round ${round} of ${rounds}: ${title}\n`);
      await run();
    }
  }
} finally {
  await backends.stillframe.close();
  backends.ddtrace?.close();
}

const verdicts = judge(results);
const nodeVersion = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
const text = reportPage({ results, verdicts, variants, rounds, nodeVersion, missing });
await writeSection(text, { isKept: options.isWhole });
if (missing !== undefined || verdicts.some(({ isMet }) => isMet === false)) process.exitCode = 1;

/** Why the peers cannot be had; undefined when they are there. */
async function tryPeers() {
  try {
    await ensurePeers();
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolMissing)) throw error;
    console.error(error.message);
    return error.message.split('\n')[0];
  }
}

/** The Node.js the processes run on: this one, or one of the test matrix. */
async function nodeBinary(alias) {
  if (alias === undefined) return process.execPath;
  const found = (await ensureNodes()).find((node) => node.alias === `node${alias}`);
  if (found === undefined) throw new Error(`The matrix has no Node.js ${alias}.`);
  return found.node;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      node: { type: 'string' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const known = parts.flatMap(({ rows }) => rows);
  const only = values.only?.split(',') ?? known;
  const unknown = only.filter((row) => !known.includes(row));
  if (unknown.length > 0) {
    console.error(`No row ${unknown.join(', ')}. The rows: ${known.join(', ')}.`);
    process.exit(2);
  }
  return {
    isQuick: values.quick,
    // Only a whole run is worth keeping.
    isWhole: !values.quick && values.only === undefined,
    rounds: values.quick ? 1 : Number(values.rounds),
    wants: (row) => only.includes(row),
    alias: values.node,
  };
}
