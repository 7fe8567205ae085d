// Running other programs from the scripts of this folder.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program in the foreground, its output passed on; gives its exit code (1 when a signal ended it). */
export function run(command, args, { cwd = rootDir, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit', shell: onWindows });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Like `run`, for what must succeed; its output is shown only when it does not. */
export async function must(title, command, args, options = {}) {
  const { code, stdout, stderr } = await capture(command, args, options);
  if (code !== 0) throw new Error(`${title} failed (${code}):\n${stdout}${stderr}`);
  return stdout;
}

/** Runs a program and gives all it said; `onLine` gets each line of its stdout at once. */
export function capture(command, args, { cwd = rootDir, env = {}, onLine, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      shell: onWindows,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Builds the extension, the hub, the agent and the example. */
export async function build() {
  await must('The build', 'npm', ['run', 'build', '--silent']);
  await must("The example's build", 'npm', ['run', 'build', '--silent', '-w', 'examples/shop']);
}

const onWindows = process.platform === 'win32';
