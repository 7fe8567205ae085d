import { StillframeError } from '@stillframe/protocol';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { hubVersion } from '../version.ts';
import { spellWait } from './arguments.ts';
import { CliError, errorLine } from './cliError.ts';
import { addChangeCommands } from './commands/changes.ts';
import { addExportCommand } from './commands/captureFiles.ts';
import { addHubCommand } from './commands/hub.ts';
import { addListCommands } from './commands/lists.ts';
import { addPlacingCommands } from './commands/placing.ts';
import { addReadingCommands } from './commands/reading.ts';
import { addRedactCommands } from './commands/redact.ts';
import { addWhyCommand } from './commands/why.ts';
import { exitCodes, type CliIo, type ExitCode } from './io.ts';

/** Runs one command line and answers its exit code; every failure is a sentence on stderr. */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(spellWait(args), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      // From an action; those of options commander has told already.
      io.err(`error: ${error.message}\n`);
      return exitCodes.usage;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof CliError) {
      if (error.message !== '') io.err(`${error.message}\n`);
      return error.exitCode;
    }
    if (error instanceof StillframeError) {
      io.err(`${errorLine(error.user)}\n`);
      return exitCodes.failed;
    }
    io.err(`The command failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.failed;
  }
}

function createProgram(io: CliIo, done: (code: ExitCode) => void): Command {
  const program = new Command('stillframe');
  program
    .description('Breakpoints for production: see the stack and variables of a real request, and nothing stops.')
    .version(hubVersion)
    .option('--hub <url>', 'the hub to use (else STILLFRAME_HUB, else the local one)')
    .option('--token <token>', 'its token (else STILLFRAME_TOKEN, else the local one)')
    .option('--json', 'one JSON document a line on stdout')
    .configureHelp({ showGlobalOptions: true })
    // Written before or after the command, these are options of the command.
    .hook('preAction', (_program, command) => {
      for (const [name, value] of Object.entries(program.opts())) command.setOptionValue(name, value);
    })
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .exitOverride();
  addHubCommand(program, io);
  addListCommands(program, io);
  addPlacingCommands(program, io, done);
  addChangeCommands(program, io);
  addWhyCommand(program, io);
  addRedactCommands(program, io);
  addReadingCommands(program, io, done);
  addExportCommand(program, io);
  return program;
}
