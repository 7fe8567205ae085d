import { onTestFinished } from 'vitest';
import { runCli } from '../../../../hub/src/cli/runCli.ts';
import type { ExitCode } from '../../../../hub/src/cli/io.ts';
import { createInbox, type Inbox } from './inbox.ts';

export type CliRun = {
  readonly code: Promise<ExitCode>;
  /** Pieces of stdout as they are written. */
  readonly written: Inbox<string>;
  readonly out: () => string;
  readonly err: () => string;
  /** Every line of stdout as JSON; throws when one is not. */
  readonly documents: () => readonly { readonly type: string; readonly [name: string]: unknown }[];
  interrupt(): void;
};

/** One command line against a hub, in this process. */
export function runCommand(hub: { url: string; token: string } | undefined, ...args: string[]): CliRun {
  const interrupt = new AbortController();
  onTestFinished(() => interrupt.abort());
  const written = createInbox<string>(args.join(' '));
  let err = '';
  const env = hub === undefined ? {} : { STILLFRAME_HUB: hub.url, STILLFRAME_TOKEN: hub.token };
  const out = () => written.all.join('');
  return {
    code: runCli(args, {
      out: (text) => written.push(text),
      err: (text) => (err += text),
      isTerminal: false,
      env,
      cwd: '/srv/dir',
      interrupted: interrupt.signal,
    }),
    written,
    out,
    err: () => err,
    documents: () =>
      out()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { type: string }),
    interrupt: () => interrupt.abort(),
  };
}
