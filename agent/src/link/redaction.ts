import { identifiersOf, type Program, type Value } from '@stillframe/protocol';

/** Decides by name what may not leave the process. */
export type Redaction = {
  readonly isSensitiveName: (name: string) => boolean;
  /** Whether an expression reads anything by a sensitive name, a Map's key included. */
  readonly isSensitiveProgram: (program: Program) => boolean;
};

/**
 * Redaction by the default names and `options.names`. Names are compared word by word: `accessToken`, `access_token` and
 * `ACCESS-TOKEN` hold the word `token`, `tokenizer` and `tokenCount` do not hold one that matters.
 */
export function createRedaction(options: { readonly names?: readonly string[] } = {}): Redaction {
  const phrases = [...defaultPhrases, ...(options.names ?? [])].map(wordsOf).filter((words) => words.length > 0);
  const endings = new Set([...defaultEndings, ...(options.names ?? []).map(squeezed)]);
  const isSensitiveName = (name: string) => hasSensitiveName(name, phrases, endings);
  return {
    isSensitiveName,
    isSensitiveProgram: (program) => identifiersOf(program).some(isSensitiveName),
  };
}

/** What is shown under a sensitive name: nothing of a value, but that something is missing is worth knowing. */
export function redactedByName(value: Value): Value {
  switch (value.t) {
    case 'undefined':
    case 'null':
    case 'function':
    case 'accessor':
    case 'unavailable':
    case 'hole':
      return value;
    default:
      return { t: 'redacted', reason: 'name' };
  }
}

const listOf = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

const defaultPhrases = listOf(
  'password, passwords, passwd, passphrase, passcode, pwd, secret, secrets, token, tokens, authorization, cookie',
  'cookies, credential, credentials, jwt, bearer, cvv, cvc, ssn, iban, api key, api keys, apikey, access key',
  'private key, encryption key, signing key, master key, card number, credit card, security code, session id',
  'connection string, pin code',
);

/** Common words that are a secret's name only at the end: `userPin`, not `pinBoard`. */
const lastWords: ReadonlySet<string> = new Set(listOf('pin, otp, totp, session, pass'));

/** What is written in one word. */
const defaultEndings = listOf(
  'password, passwd, passphrase, apikey, privatekey, secretkey, accesskey, accesstoken, authtoken, refreshtoken',
  'sessionid, sessiontoken, clientsecret, creditcard, cardnumber, setcookie',
);

/** `hasPassword` and `tokenCount` speak about a secret and do not hold it. */
const aboutFirst: ReadonlySet<string> = new Set(listOf('has, is, needs, requires, max, min, num, total, count'));
const aboutLast: ReadonlySet<string> = new Set(
  listOf(
    'count, length, limit, type, ttl, expiry, expires, expired, size, index, usage, policy, enabled, required, valid',
  ),
);

function hasSensitiveName(
  name: string,
  phrases: readonly (readonly string[])[],
  endings: ReadonlySet<string>,
): boolean {
  // Longer keys are data, and only their end can matter.
  const words = wordsOf(name.length > maxNameLength ? name.slice(-maxNameLength) : name);
  const first = words[0];
  const last = words[words.length - 1];
  if (first === undefined || last === undefined) return false;
  if (words.length > 1 && (aboutFirst.has(first) || aboutLast.has(last))) return false;
  if (lastWords.has(last)) return true;
  if (phrases.some((phrase) => holds(words, phrase))) return true;
  for (const ending of endings) if (ending !== '' && last.endsWith(ending)) return true;
  return false;
}

const maxNameLength = 256;

/** `APIKey2` → api, key, 2; any other sign than a letter or digit separates. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-zA-Z])([0-9])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const squeezed = (name: string) => wordsOf(name).join('');

const holds = (words: readonly string[], phrase: readonly string[]) =>
  words.some((_, start) => phrase.every((word, index) => words[start + index] === word));
