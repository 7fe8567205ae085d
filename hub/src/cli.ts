import type { CliIo } from './cli/io.ts';
import { runCli } from './cli/runCli.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// The reader went away (`stillframe tail | head`): nothing more to say.
process.stdout.on('error', () => interrupt.abort());

const io: CliIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  env: process.env,
  cwd: process.cwd(),
  interrupted: interrupt.signal,
};

void runCli(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  // Pipes may still be draining; nothing of ours keeps the process up after that.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
});
