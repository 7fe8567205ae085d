#!/usr/bin/env node
// Installs what the tests and the demo need beyond the project's npm packages, into the git-ignored .tools:
//   nodes   the Node.js releases the agent is tested on
//   vscode  a real VS Code (code-server) and, for the tests, a chromium to drive it
// Run: node test/support/tools.mjs [nodes|vscode|all]. Needs npm and, for chromium, apt; safe to run again at any time.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How code-server is started, beside where its files are: for one person on this machine, without questions. */
export const codeServerArguments = [
  '--auth=none',
  '--bind-addr=127.0.0.1:0',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
  '--ignore-last-opened',
  // Else the extension host takes its PATH, and so its `node`, from a login shell.
  '--vscode-option=force-disable-user-env',
];

/** The releases of the test matrix, oldest first: [alias, version]. */
export const NODE_VERSIONS = [
  ['node20', '20.20.2'],
  ['node22', '22.23.3'],
  ['node24', '24.21.0'],
  ['node26', '26.10.0'],
];
/** code-server 4.139.1 is VS Code 1.139.1; the harness depends on that version's DOM. */
export const CODE_SERVER_VERSION = '4.139.1';

const toolsDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../.tools');
const nodesDir = path.join(toolsDir, 'nodes');
const vscodeDir = path.join(toolsDir, 'vscode');
const vscodeServerDir = path.join(vscodeDir, 'node_modules/code-server/lib/vscode');
const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const npmInstall = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** A tool that could not be had: what, and why. */
export class ToolMissing extends Error {
  name = 'ToolMissing';
}

/**
 * Where the tools are, or will be.
 * @returns {{ nodes: { alias: string, version: string, node: string }[], codeServer: string, codeServerNode: string,
 *   chromium: string | undefined }}
 */
export function toolPaths() {
  const nodes = NODE_VERSIONS.map(([alias, version]) => ({
    alias,
    version,
    node: path.join(nodesDir, 'node_modules', alias, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'),
  }));
  return {
    nodes,
    codeServer: path.join(vscodeDir, 'node_modules/code-server/out/node/entry.js'),
    codeServerNode: nodes[2].node,
    chromium: findChromium(),
  };
}

/** Installs the Node.js matrix if it is not there, and gives its binaries. */
export async function ensureNodes() {
  const { nodes } = toolPaths();
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const dependencies = Object.fromEntries(
    NODE_VERSIONS.map(([alias, version]) => [alias, `npm:node-${system}-${process.arch}@${version}`]),
  );
  await onceFor(nodesDir, { dependencies }, async () => {
    const names = NODE_VERSIONS.map(([, version]) => version).join(', ');
    await step(`Installing Node.js ${names} (200 MB to download)`, 'npm', npmInstall, { cwd: nodesDir });
    for (const { node, version } of nodes) {
      const found = await output(node, ['--version']);
      if (found.trim() !== `v${version}`) throw new ToolMissing(`Node.js ${version} does not start here: ${found}`);
    }
  });
  return nodes;
}

/** Installs exactly these versions of npm packages into a git-ignored folder, their install scripts not run. */
export const ensurePackages = (title, directory, dependencies, overrides) =>
  onceFor(directory, { dependencies, overrides }, () =>
    step(`Installing ${title}`, 'npm', npmInstall, { cwd: directory }),
  );

/** Installs VS Code (code-server) if it is not there, and gives what starts it. */
export async function ensureVSCode() {
  await ensureNodes();
  const { codeServer, codeServerNode } = toolPaths();
  const dependencies = { 'code-server': CODE_SERVER_VERSION };
  await onceFor(vscodeDir, { dependencies }, async () => {
    await ensureCompiler();
    // Its own postinstall refuses any Node but 24 and builds native modules that are not missed; these are its other steps.
    await step(`Installing VS Code (code-server ${CODE_SERVER_VERSION}, 47 MB)`, 'npm', npmInstall, { cwd: vscodeDir });
    const serverInstall = [...npmInstall, '--omit=dev'];
    await step('Installing its packages', 'npm', serverInstall, { cwd: vscodeServerDir });
    await step('Installing its extensions', 'npm', serverInstall, { cwd: path.join(vscodeServerDir, 'extensions') });
    // Without spdlog nothing an extension writes to an output channel appears.
    const nodeDir = path.dirname(path.dirname(codeServerNode));
    await step('Compiling its log writer', 'npm', ['rebuild', '--loglevel=error', '@vscode/spdlog'], {
      cwd: vscodeServerDir,
      env: { npm_config_nodedir: nodeDir, PATH: `${path.dirname(codeServerNode)}${path.delimiter}${process.env.PATH}` },
    });
    await output(codeServerNode, [codeServer, '--version']);
  });
  return { codeServer, codeServerNode };
}

/** Installs chromium from apt if no chromium or Chrome is on the machine, and gives its path. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  await aptInstall('chromium (113 MB)', ['chromium', 'fonts-dejavu-core']);
  const installed = findChromium();
  if (installed === undefined) throw new ToolMissing('chromium was installed by apt but is not on the PATH.');
  return installed;
}

function findChromium() {
  const given = process.env.STILLFRAME_CHROMIUM;
  return given !== undefined ? given : chromiumNames.map(onPath).find((file) => file !== undefined);
}

async function ensureCompiler() {
  const missing = ['g++', 'make', 'python3'].filter((name) => onPath(name) === undefined);
  if (missing.length > 0) await aptInstall(`${missing.join(', ')}, to compile VS Code's log writer`, missing);
}

async function aptInstall(what, packages) {
  if (onPath('apt-get') === undefined) {
    throw new ToolMissing(`${what} is not installed, and there is no apt here. Install it and run this again.`);
  }
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [command, ...rest] = [...sudo, 'apt-get'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('Reading the list of Debian packages', command, [...rest, 'update', '-qq'], { env });
  const install = [...rest, 'install', '-y', '-qq', '--no-install-recommends', ...packages];
  await step(`Installing ${what} from apt`, command, install, { env });
}

/** Runs `install` unless a former run with the same manifest got to its end; two processes take turns. */
async function onceFor(directory, manifest, install) {
  const stamp = path.join(directory, '.ready');
  const wanted = JSON.stringify({ ...manifest, platform: process.platform, arch: process.arch });
  const isReady = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isReady()) return;
  mkdirSync(path.dirname(directory), { recursive: true });
  const unlock = await lock(`${directory}.lock`);
  try {
    if (isReady()) return;
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ private: true, ...manifest }));
    await install();
    writeFileSync(stamp, wanted);
  } finally {
    unlock();
  }
}

async function lock(file) {
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isRunning(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`Waiting for another process that is installing (${path.basename(file)})`);
    told = true;
    await delay(500);
  }
}

function isRunning(lockFile) {
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command quietly, saying what it is for and how long it takes; its output is shown only when it fails. */
async function step(title, command, args, options = {}) {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  say(`${title} ...`);
  const heartbeat = setInterval(() => say(`  still at it (${seconds()})`), 10_000);
  try {
    await output(command, args, options);
    say(`  done (${seconds()})`);
  } catch (error) {
    throw new ToolMissing(`${title} failed. ${error.message}`, { cause: error });
  } finally {
    clearInterval(heartbeat);
  }
}

function output(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...cleanEnv(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`\`${command} ${args.join(' ')}\` ended with ${code}:\n${text.slice(-4000)}`));
    });
  });
}

/** Under `npm run` npm hands its own state down by these; an npm started in another folder must not see it. */
function cleanEnv() {
  const inherited =
    /^npm_(package|lifecycle|command|execpath|node_execpath|config_(local_prefix|workspace|include|omit|noproxy$))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function say(line) {
  console.error(line);
}

async function main(what = 'all') {
  if (!['nodes', 'vscode', 'all'].includes(what)) {
    say('Usage: node test/support/tools.mjs [nodes|vscode|all]');
    process.exit(2);
  }
  try {
    if (what !== 'vscode') await ensureNodes();
    if (what !== 'nodes') {
      await ensureVSCode();
      await ensureChromium();
    }
    say(`Everything is there: ${toolsDir}`);
  } catch (error) {
    if (!(error instanceof ToolMissing)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
