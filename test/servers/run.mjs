// npm run servers -- --node 24 --only peer: servers from npm that nobody here wrote, with and without the agent. Fails when a
// probe does not bring what it should, when an answer is not what it is without the agent, or when a server ends otherwise.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { capture } from '../../scripts/run.mjs';
import { startHubProcess } from '../soak/hubProcess.mjs';
import { ensureNodes, ensurePackages } from '../support/tools.mjs';
import { catalog } from './catalog/index.mjs';
import { writePage } from './page.mjs';
import { tryServer } from './tryServer.mjs';

const { values } = parseArgs({ options: { node: { type: 'string', default: '24' }, only: { type: 'string' } } });
const { node, version: nodeVersion } = (await ensureNodes()).find(({ alias }) => alias === `node${values.node}`);
const cli = fileURLToPath(new URL('../../hub/dist/cli.cjs', import.meta.url));
const serversDir = fileURLToPath(new URL('../../.tools/servers', import.meta.url));
const results = [];

for (const server of catalog) {
  if (values.only !== undefined && values.only !== server.name) continue;
  const home = mkdtempSync(path.join(tmpdir(), 'stillframe-servers-'));
  const env = { HOME: home, USERPROFILE: home, STILLFRAME_HUB: undefined, STILLFRAME_TOKEN: undefined };
  const directory = path.join(serversDir, server.name);
  await ensurePackages(
    `${server.name} ${server.version}`,
    directory,
    { [server.name]: server.version },
    server.overrides,
  );
  const hub = await startHubProcess(home);
  try {
    const result = await tryServer(server, {
      node,
      home,
      modulesDir: path.join(directory, 'node_modules'),
      stillframe: (args) => capture(process.execPath, [cli, ...args], { env }),
    });
    results.push({ server, ...result });
    report(server, result);
  } finally {
    await hub.kill();
    rmSync(home, { recursive: true, force: true });
  }
}
if (results.length === 0) throw new Error(`There is no server ${values.only}.`);
if (values.only === undefined) await writePage(results, nodeVersion);
if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;

function report({ name, version }, { probes, problems, requests, end }) {
  console.log(`${name} ${version}: ${requests} requests, ended with ${end}`);
  for (const { command, came } of probes) console.log(`  ${command}\n    ${came}`);
  for (const problem of problems) console.log(`  FAILED ${problem}`);
}
