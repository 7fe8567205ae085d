import type { MessagePort } from 'node:worker_threads';
import { limits, type Instance } from '@stillframe/protocol';
import { parseRedact, type RedactOptions } from './redactOptions.ts';
import type { Flow } from './shared/flow.ts';

/** What a service may say about itself and its hub; everything is optional, and STILLFRAME_* variables stand for the rest. */
export type StartOptions = {
  /** Name shown and selected by. Default: `STILLFRAME_APP`, else the name in the nearest package.json, else the script's. */
  readonly app?: string;
  /** Default: `STILLFRAME_VERSION`, else the version in that package.json. */
  readonly version?: string;
  /** Default: `STILLFRAME_COMMIT`, else the checked-out commit when a .git folder is there. */
  readonly commit?: string;
  /** Default: `STILLFRAME_TAGS`, written `region=eu,tier=web`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** `ws://` or `wss://` address. Default: `STILLFRAME_HUB`, else what `~/.stillframe/hub.json` says, looked at until it appears. */
  readonly hub?: string;
  /** Default: `STILLFRAME_TOKEN`. Only used together with `hub`. */
  readonly token?: string;
  /** Share of one core that all probes together may cost, 0.0001 to 0.25. Default: `STILLFRAME_BUDGET`, else 0.01. */
  readonly budget?: number;
  /**
   * What never leaves the process, beside what is hidden anyway; a list is one of names. Default: `STILLFRAME_REDACT`,
   * written `iban,taxId`, or as the options in JSON.
   */
  readonly redact?: readonly string[] | RedactOptions;
  /**
   * An expression for the id of the request, over the variables at a probe; captures and logs show it where its names are
   * visible: `req.id ?? headers["x-request-id"]`. Default: `STILLFRAME_REQUEST_ID`, else none.
   */
  readonly requestId?: string;
  /**
   * Pay at boot what the first probe would make the service stand still for beside its breakpoint: V8's first look at all
   * scripts, the first run of our own code. Default: `STILLFRAME_WARMUP`, where 1 is true, else false.
   */
  readonly warmup?: boolean;
  /**
   * Whether worker threads that load the agent too (by `--import`, `-r` or NODE_OPTIONS, which they inherit) become
   * instances of their own, set up as their process is, as soon as it has a probe. Default: `STILLFRAME_WORKERS`, where 0 is false, else true.
   */
  readonly workers?: boolean;
};

/** What the link thread is started with. Plain data. */
export type LinkConfig = {
  readonly app: string | undefined;
  readonly version: string | undefined;
  readonly commit: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly hub: { readonly url: string; readonly token: string } | undefined;
  readonly budgetShare: number;
  readonly redact: RedactOptions;
  /** '' for none. */
  readonly requestId: string;
  readonly workers: boolean;
  readonly warmup: boolean;
  /** The variables that say where the home directory is, as far as they are set: there the local hub is found. */
  readonly home: Env;
  /** The script node was started with; '' in a REPL. */
  readonly mainScript: string;
};

/** Everything the link thread is started with. */
export type LinkStart = {
  readonly config: LinkConfig;
  /** Why the agent gave up; then it arms nothing and says so, until a person says to go on. */
  readonly failure: string | undefined;
  readonly port: MessagePort;
  readonly flow: Flow;
  /** The worker thread that is observed; undefined for the main thread. */
  readonly thread: Instance['thread'];
  /** Linux's number of the thread that is observed; undefined where it is not known. */
  readonly systemThread: number | undefined;
};

type Env = Readonly<Record<string, string | undefined>>;

/** Options win over environment variables. A value that makes no sense is left out; only of `redact` it throws. */
export function resolveConfig(options: StartOptions, env: Env, mainScript: string): LinkConfig {
  const url = options.hub ?? env['STILLFRAME_HUB'];
  const share = options.budget ?? Number(env['STILLFRAME_BUDGET']);
  return {
    app: options.app ?? env['STILLFRAME_APP'],
    version: options.version ?? env['STILLFRAME_VERSION'],
    commit: options.commit ?? env['STILLFRAME_COMMIT'],
    tags: options.tags ?? parseTags(env['STILLFRAME_TAGS'] ?? ''),
    hub: url === undefined || url === '' ? undefined : { url, token: options.token ?? env['STILLFRAME_TOKEN'] ?? '' },
    budgetShare: share >= limits.budgetShare.min ? Math.min(share, limits.budgetShare.max) : limits.budgetShare.default,
    redact: parseRedact(options.redact ?? env['STILLFRAME_REDACT'] ?? ''),
    requestId: options.requestId ?? env['STILLFRAME_REQUEST_ID'] ?? '',
    warmup: options.warmup ?? env['STILLFRAME_WARMUP'] === '1',
    workers: options.workers ?? env['STILLFRAME_WORKERS'] !== '0',
    home: Object.fromEntries(Object.entries(env).filter(([name]) => name === 'HOME' || name === 'USERPROFILE')),
    mainScript,
  };
}

function parseTags(text: string): Record<string, string> {
  const pairs = text.split(',').map((part) => part.split('='));
  return Object.fromEntries(pairs.flatMap(([key, value]) => (key && value ? [[key.trim(), value.trim()]] : [])));
}
