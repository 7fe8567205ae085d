/** What a command may touch of the process it runs in. */
export type CliIo = {
  out(text: string): void;
  err(text: string): void;
  /** Whether people read what is written. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C, SIGTERM, or a reader that went away. */
  readonly interrupted: AbortSignal;
};

/** Exit codes; scripts depend on them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, timedOut: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
