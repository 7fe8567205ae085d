import type { ChildProcess } from 'node:child_process';

/** Folder of the example service. */
export declare const shopDir: string;

export interface ShopOptions {
  /** A copy of it to run instead; it must lie where Node.js finds the packages. */
  readonly dir?: string;
  /** The Node.js it runs under; default the one running now. */
  readonly node?: string;
  /** With Stillframe's agent in it; default true. */
  readonly agent?: boolean;
  /** Default: any free one. */
  readonly port?: number;
  /** Over this process's own; `HOME` decides which `~/.stillframe/hub.json` the agent reads. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default 30,000. */
  readonly readyMs?: number;
  readonly onOutput?: (chunk: string) => void;
}

/** The shop, answering. */
export interface RunningShop {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  /** The newest 100,000 characters of its stdout and stderr. */
  output(): string;
  /** Ends it (SIGTERM unless told otherwise; SIGKILL after 10 s), and gives its exit code: `null` when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the shop (build it first); resolves when it answers. */
export declare function startShop(options?: ShopOptions): Promise<RunningShop>;
/** A port that nobody listened on a moment ago. */
export declare function freePort(): Promise<number>;
