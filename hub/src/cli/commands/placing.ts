import { limits, type ProbeSpecInput } from '@stillframe/protocol';
import { Option, type Command } from 'commander';
import { parseExpiry, parsePlace, parseRate, parseTarget, parseWait, parseWhole, withoutEnd } from '../arguments.ts';
import { withHub, type CommonOptions } from '../context.ts';
import type { CliIo, ExitCode } from '../io.ts';
import { placeProbe } from '../placeProbe.ts';

type PlaceOptions = CommonOptions & {
  readonly if?: string;
  readonly on?: ReturnType<typeof parseTarget>;
  readonly for?: number;
  readonly hits?: number;
  readonly rate?: number;
  readonly label?: string;
  readonly wait?: number;
};
type SnapshotOptions = PlaceOptions & {
  readonly watch: readonly string[];
  readonly frames?: number;
  readonly depth?: number;
};
type LogOptions = PlaceOptions & {
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
  readonly to?: 'editor' | 'stdout' | 'both';
};
type GroupOptions = PlaceOptions & { readonly by?: string; readonly key?: string };

/** The commands that place probes. `done` is told the exit code. */
export function addPlacingCommands(program: Command, io: CliIo, done: (code: ExitCode) => void): void {
  const place = async (spec: ProbeSpecInput, options: PlaceOptions) =>
    done(await withHub(io, options, (session) => placeProbe(session, spec, options.wait)));

  placing(program, 'snapshot', 'capture the stack and variables when the line is about to run')
    .option('--watch <expr>', 'also evaluate this (repeatable)', (expr, all: readonly string[]) => [...all, expr], [])
    .option('--frames <n>', 'frames with variables (5; 1 never pauses)', parseWhole(1, limits.framesWithLocals.max))
    .option('--depth <n>', 'how deep objects are read (3)', parseWhole(0, limits.depth.max))
    .action(async (file: string, options: SnapshotOptions) =>
      place(
        {
          kind: 'snapshot',
          ...commonSpec(file, options, io),
          frames: options.frames,
          watches: options.watch.map((expression) => ({ expression })),
          limits: { depth: options.depth },
        },
        options,
      ),
    );

  placing(program, 'log', 'log a line each time', '<template>')
    .addOption(new Option('--level <level>', 'level of the record (info)').choices(['debug', 'info', 'warn', 'error']))
    .addOption(new Option('--to <where>', 'where it goes (editor)').choices(['editor', 'stdout', 'both']))
    .action(async (file: string, template: string, options: LogOptions) =>
      place({ kind: 'log', ...commonSpec(file, options, io), template, level: options.level, to: options.to }, options),
    );

  placing(program, 'counter', 'count how often the line runs')
    .option('--by <expr>', 'count by the value of this')
    .action(async (file: string, options: GroupOptions) =>
      place({ kind: 'counter', ...commonSpec(file, options, io), by: options.by }, options),
    );

  placing(program, 'tictoc', 'time from the first line to the second, in the same request', '<file:line>')
    .option('--by <expr>', 'time by the value of this')
    .option('--key <expr>', 'pair by the value of this instead of by asynchronous context')
    .action(async (file: string, to: string, options: GroupOptions) =>
      place(
        {
          kind: 'tictoc',
          ...commonSpec(file, options, io),
          to: parsePlace(to, io.cwd),
          by: options.by,
          key: options.key,
        },
        options,
      ),
    );

  placing(program, 'metric', 'record the number an expression gives', '<expr>')
    .option('--by <expr>', 'record by the value of this')
    .action(async (file: string, value: string, options: GroupOptions) =>
      place({ kind: 'metric', ...commonSpec(file, options, io), value, by: options.by }, options),
    );

  placing(program, 'duration', 'time each call of the function around the line, to its completion')
    .option('--by <expr>', 'time by the value of this, read on entry')
    .action(async (file: string, options: GroupOptions) =>
      place({ kind: 'duration', ...commonSpec(file, options, io), by: options.by }, options),
    );
}

function placing(program: Command, name: string, description: string, ...more: readonly string[]): Command {
  const command = program.command(`${name} <file:line>${more.map((argument) => ` ${argument}`).join('')}`);
  return command
    .description(description)
    .option('--if <expr>', 'only when this is true')
    .option('--hits <n>', 'end after this many, over all instances', parseWhole(1, limits.logHits.max))
    .option('--for <duration>', 'how long the probe lives (1h)', parseExpiry)
    .option('--on <selector>', 'all, any, an app, or key=value,… (all)', parseTarget)
    .option('--rate <n>', 'at most this many a second in one instance', parseRate)
    .option('--label <text>', 'a name to show')
    .option('--wait [seconds]', 'print what it brings until the hit limit, or with =SECONDS this long', (text) =>
      text === withoutEnd ? Infinity : parseWait(text),
    );
}

const commonSpec = (file: string, options: PlaceOptions, io: CliIo) => ({
  at: parsePlace(file, io.cwd),
  condition: options.if,
  target: options.on ?? {},
  expiresInMs: options.for,
  maxHits: options.hits,
  ratePerSecond: options.rate,
  label: options.label,
});
