import type { UserError } from '@stillframe/protocol';
import type { ExitCode } from './io.ts';

/** Ends a command with this exit code, after `text` (when there is any) on stderr. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, text: string) {
    super(text);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}

/** `LINE_HAS_NO_CODE shop.ts:12 has no executable code. Move the probe to line 14.` */
export const errorLine = (error: UserError): string => `${error.code} ${error.message}`;
