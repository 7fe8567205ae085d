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

/** Throws for rules that cannot be read: an agent without them would show what they were to hide. */
export function parseRedact(given: string | readonly string[] | RedactOptions): RedactOptions {
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
