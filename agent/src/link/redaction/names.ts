/** A name as words: `APIKey2` → api, key, 2; any other sign than a letter or digit separates. */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-zA-Z])([0-9])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Names that are equal however they are written: `taxId`, `tax_id`, `TAX-ID`. */
export const squeezed = (name: string): string => wordsOf(name).join('');

/**
 * Tells names that hold a secret: the default ones without `exceptNames`, and `names`. Compared word by word:
 * `accessToken`, `access_token` and `ACCESS-TOKEN` hold the word `token`, `tokenizer` and `tokenCount` do not hold one
 * that matters. Remembers what it was asked, since the same names come with every capture.
 */
export function createNameTest(options: {
  readonly names: readonly string[];
  readonly exceptNames: readonly string[];
}): (name: string) => boolean {
  const { names, exceptNames } = options;
  const ownPhrases = names.map(wordsOf).filter((words) => words.length > 0);
  const ownEndings = new Set(names.map(squeezed));
  const excepted = new Set(exceptNames.map(squeezed));
  const decide = (name: string): boolean => {
    // Longer keys are data, and only their end can matter.
    const words = wordsOf(name.length > maxNameLength ? name.slice(-maxNameLength) : name);
    if (hasSensitiveWord(words, ownPhrases, ownEndings)) return true;
    if (excepted.has(words.join(''))) return false;
    return lastWords.has(words.at(-1) ?? '') && !isAboutSecret(words)
      ? true
      : hasSensitiveWord(words, defaultPhrases, defaultEndings);
  };

  let known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= maxKnown) known = new Map();
    const decided = decide(name);
    if (name.length <= maxNameLength) known.set(name, decided);
    return decided;
  };
}

const maxNameLength = 256;
const maxKnown = 5_000;

const listOf = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

const defaultPhrases = listOf(
  'password, passwords, passwd, passphrase, passcode, pwd, secret, secrets, token, tokens, authorization, cookie',
  'cookies, credential, credentials, jwt, bearer, cvv, cvc, ssn, iban, api key, api keys, apikey, access key',
  'private key, encryption key, signing key, master key, card number, credit card, security code, session id',
  'connection string, pin code, account key, shared key, ssh key, social security, recovery code, backup code',
  'mnemonic, seed phrase, webhook url, signature key, license key, passport number, bank account, routing number',
).map(wordsOf);

/** Common words that are a secret's name only at the end: `userPin`, not `pinBoard`. */
const lastWords: ReadonlySet<string> = new Set(listOf('pin, otp, totp, session, pass'));

/** What is written in one word. */
const defaultEndings: ReadonlySet<string> = new Set(
  listOf(
    'password, passwd, passphrase, apikey, privatekey, secretkey, accesskey, accesstoken, authtoken, refreshtoken',
    'sessionid, sessiontoken, clientsecret, creditcard, cardnumber, setcookie',
  ),
);

/** `hasPassword` and `tokenCount` speak about a secret and do not hold it. */
const aboutFirst: ReadonlySet<string> = new Set(listOf('has, is, needs, requires, max, min, num, total, count'));
const aboutLast: ReadonlySet<string> = new Set(
  listOf(
    'count, length, limit, type, ttl, expiry, expires, expired, size, index, usage, policy, enabled, required, valid',
  ),
);

const isAboutSecret = (words: readonly string[]) =>
  words.length > 1 && (aboutFirst.has(words[0] ?? '') || aboutLast.has(words.at(-1) ?? ''));

function hasSensitiveWord(
  words: readonly string[],
  phrases: readonly (readonly string[])[],
  endings: ReadonlySet<string>,
): boolean {
  const last = words.at(-1);
  if (last === undefined || isAboutSecret(words)) return false;
  if (phrases.some((phrase) => holds(words, phrase))) return true;
  for (const ending of endings) if (ending !== '' && last.endsWith(ending)) return true;
  return false;
}

const holds = (words: readonly string[], phrase: readonly string[]) =>
  words.some((_, start) => phrase.every((word, index) => words[start + index] === word));
