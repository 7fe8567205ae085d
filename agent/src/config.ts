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
};

/** Rules of redaction. The hub can add to them, and never take from them. */
export type RedactOptions = {
  /** More names whose values are hidden: `taxId` also hides `customer_tax_id`. */
  readonly names?: readonly string[];
  /** Names that are shown although a default rule would hide them, however written: `csrfToken`. */
  readonly exceptNames?: readonly string[];
  /** Classes whose objects are hidden whole, by the class's own name. */
  readonly types?: readonly string[];
  /** Texts to hide: `what` is read in their place, `match` is a regular expression without flags. */
  readonly patterns?: readonly { readonly what: string; readonly match: string }[];
  /** Whether e-mail addresses are hidden. Default: false. */
  readonly emails?: boolean;
  /** allow: values are shown only under the names in `allowNames`; of all others the type and shape. Default: deny. */
  readonly mode?: 'deny' | 'allow';
  readonly allowNames?: readonly string[];
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
  /** The script node was started with; '' in a REPL. */
  readonly mainScript: string;
};

type Env = Readonly<Record<string, string | undefined>>;

const budget = { default: 0.01, min: 0.0001, max: 0.25 } as const;

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
    budgetShare: share >= budget.min ? Math.min(share, budget.max) : budget.default,
    redact: parseRedact(options.redact ?? env['STILLFRAME_REDACT'] ?? ''),
    mainScript,
  };
}

/** Throws for rules that cannot be read: an agent without them would show what they were to hide. */
function parseRedact(given: string | readonly string[] | RedactOptions): RedactOptions {
  const options: unknown =
    typeof given !== 'string' ? given : given.trim().startsWith('{') ? parseJson(given) : given.split(',');
  if (isTexts(options)) return { names: options.map((name) => name.trim()).filter((name) => name !== '') };
  if (typeof options !== 'object' || options === null)
    throw new Error(`${unreadable} It is neither a list nor options.`);
  for (const [key, option] of Object.entries(options)) {
    if (option !== undefined && redactChecks[key]?.(option) !== true)
      throw new Error(`${unreadable} Look at \`${key}\`.`);
  }
  return options;
}

const unreadable = 'The redaction rules (`redact`, STILLFRAME_REDACT) cannot be read.';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
const redactChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  names: isTexts,
  exceptNames: isTexts,
  types: isTexts,
  allowNames: isTexts,
  patterns: (value) => Array.isArray(value) && value.every(isPattern),
  emails: (value) => typeof value === 'boolean',
  mode: (value) => value === 'deny' || value === 'allow',
};

function isPattern(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('what' in value) || !('match' in value)) return false;
  if (typeof value.what !== 'string' || typeof value.match !== 'string') return false;
  try {
    return new RegExp(value.match) instanceof RegExp;
  } catch {
    return false;
  }
}

function parseTags(text: string): Record<string, string> {
  const pairs = text.split(',').map((part) => part.split('='));
  return Object.fromEntries(pairs.flatMap(([key, value]) => (key && value ? [[key.trim(), value.trim()]] : [])));
}
