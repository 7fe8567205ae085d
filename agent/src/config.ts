import { limits } from '@stillframe/protocol';

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
  /** More names whose values never leave the process. Default: `STILLFRAME_REDACT`, written `iban,taxId`. */
  readonly redact?: readonly string[];
};

/** What the link thread is started with. Plain data. */
export type LinkConfig = {
  readonly app: string | undefined;
  readonly version: string | undefined;
  readonly commit: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly hub: { readonly url: string; readonly token: string } | undefined;
  readonly budgetShare: number;
  readonly redact: readonly string[];
  /** The script node was started with; '' in a REPL. */
  readonly mainScript: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** Options win over environment variables. A value that makes no sense is left out rather than stopping the service. */
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
    redact: options.redact ?? (env['STILLFRAME_REDACT'] ?? '').split(',').filter((name) => name !== ''),
    mainScript,
  };
}

function parseTags(text: string): Record<string, string> {
  const pairs = text.split(',').map((part) => part.split('='));
  return Object.fromEntries(pairs.flatMap(([key, value]) => (key && value ? [[key.trim(), value.trim()]] : [])));
}
