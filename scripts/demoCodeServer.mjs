import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { codeServerArguments, ensureVSCode } from '../test/support/tools.mjs';
import { must } from './run.mjs';

const settings = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** VS Code for a browser on this machine, with the extension and settings of its own; `stop` leaves nothing behind. */
export async function startCodeServer(vsix) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'stillframe-demo-vscode-'));
  const closing = [() => rm(root, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async () => {
    for (const close of closing) await close();
  };
  try {
    await mkdir(path.join(root, 'data/User'), { recursive: true });
    await writeFile(path.join(root, 'config.yaml'), '');
    await writeFile(path.join(root, 'data/User/settings.json'), JSON.stringify(settings));
    const { codeServer, codeServerNode } = await ensureVSCode();
    const env = {
      EXTENSIONS_GALLERY: '{}',
      PATH: `${path.dirname(codeServerNode)}${path.delimiter}${process.env.PATH}`,
    };
    const base = [
      codeServer,
      `--config=${root}/config.yaml`,
      `--user-data-dir=${root}/data`,
      `--extensions-dir=${root}/ext`,
    ];
    await must('Installing the extension', codeServerNode, [...base, '--install-extension', vsix, '--force'], { env });
    const server = startGroup(codeServerNode, [...base, ...codeServerArguments], env);
    closing.unshift(server.end);
    const address = await listeningAt(server);
    return { stop, urlOf: (folder, file) => windowUrl(address, folder, file) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A process group of its own, because code-server forks; Ctrl-C reaches only this process, which then ends the group. */
function startGroup(command, args, env) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const signal = (name) => {
    try {
      process.kill(-Number(child.pid), name);
    } catch {
      // The group is gone already.
    }
  };
  const killNow = () => signal('SIGKILL');
  process.once('exit', killNow);
  const end = async () => {
    const timer = setTimeout(killNow, 5000);
    signal('SIGTERM');
    await exited;
    clearTimeout(timer);
    killNow();
    process.off('exit', killNow);
  };
  return { child, exited, end };
}

async function listeningAt({ child, exited }) {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (said.length > 100_000) return;
        said += chunk;
        const found = /listening on (http:\S+?)\/?\s/.exec(said);
        if (found) resolve(found[1]);
      });
    }
    void exited.then(([code]) => reject(new Error(`VS Code ended with ${code}:\n${said}`)));
  });
}

/** A window on a folder with a file open at `path:line`. */
function windowUrl(address, folder, file) {
  const { host } = new URL(address);
  const payload = [
    ['openFile', `vscode-remote://${host}${file}:1`],
    ['gotoLineMode', 'true'],
  ];
  return `${address}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`;
}
