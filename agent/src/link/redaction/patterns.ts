import { isCardNumber } from './cards.ts';

/**
 * A kind of secret, known by what it looks like. Every expression takes time linear in the text: it begins only where a
 * run of its own characters begins (lookbehind), or is bounded in length.
 */
export type Pattern = {
  /** What people read in its place. */
  readonly what: string;
  /** With the flag `g`. All of the match is the secret, or with `value`, what leads to it. */
  readonly find: RegExp;
  /** With the flag `y`: the secret, right after what `find` found. */
  readonly value?: RegExp;
  /** Asked before the value is read. */
  readonly leads?: (match: RegExpExecArray) => boolean;
  readonly accept?: (match: RegExpExecArray, secret: string) => boolean;
  /** Its beginning, up to the end of a text that was cut there. A group `lead` is not part of the secret. */
  readonly atCut?: RegExp;
  /** Tried only where one of these is in the text; quicker than the expression by far. */
  readonly hints?: readonly string[];
};

/** The secrets that are hidden wherever they stand. `isSensitiveName` decides for `name=value` and `"name": "value"`. */
export function createPatterns(isSensitiveName: (name: string) => boolean): readonly Pattern[] {
  const namesSecret = (match: RegExpExecArray) => isSensitiveName(match[1] ?? '');
  return [
    ...looks,
    ...headers,
    // Query strings, connection strings, environment dumps.
    {
      what: secret,
      find: /(?<![\w.-])([\w.-]{1,256})=["']?(?=[^\s"'&;,‹])/g,
      value: /[^\s"'&;,]+/y,
      leads: namesSecret,
      hints: ['='],
    },
    // JSON, printed objects, and JSON inside JSON.
    {
      what: secret,
      find: /(?<![\w$.-])([\w$.-]{1,256})["'`]?\s{0,3}:\s{0,3}"(?=[^"‹])/g,
      value: /(?:[^"\\]|\\[^])+/y,
      leads: namesSecret,
      hints: [':'],
    },
    {
      what: secret,
      find: /(?<![\w$.-])([\w$.-]{1,256})["'`]?\s{0,3}:\s{0,3}'(?=[^'‹])/g,
      value: /(?:[^'\\]|\\[^])+/y,
      leads: namesSecret,
      hints: [':'],
    },
    {
      what: secret,
      find: /(?<![\w$.-])([\w$.-]{1,256})\\{1,8}["']\s{0,3}:\s{0,3}\\{1,8}["'](?=[^\\‹])/g,
      value: /(?:[^"'\\]|\\(?!\\*["']))+/y,
      leads: namesSecret,
      hints: ['\\'],
    },
    // Only with a quote or a space: `token.js:12` is a place.
    {
      what: secret,
      find: /(?<![\w$.-])([\w$.-]{1,256})(?:["'`]\s{0,3}:\s{0,3}|:\s{1,3})(?=-?\d)/g,
      value: /-?[\d.]+/y,
      leads: namesSecret,
      hints: [':'],
    },
  ];
}

const secret = 'secret';

const isLettersOnly = (text: string) => /^[A-Za-z]+[.,;:!?]*$/.test(text);

function isBasicCredentials(text: string): boolean {
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(text, 'base64').toString('latin1'));
}

const headers: readonly Pattern[] = [
  {
    what: 'bearer token',
    find: /(?<![A-Za-z0-9])bearer\s{1,3}(?=[\w.~+/-])/gi,
    value: /[\w.~+/-]+=*/y,
    // `Bearer authentication` in a sentence is no token; as the whole text, or in a header, any word is one.
    accept: (match, token) =>
      (token.length >= 6 && !isLettersOnly(token)) ||
      token.length >= 24 ||
      (match.index === 0 && match[0].length + token.length === match.input.length) ||
      /authorization["']?\s{0,3}[:=]\s{0,3}["']?$/i.test(match.input.slice(Math.max(0, match.index - 30), match.index)),
    atCut: /(?<![A-Za-z0-9])(?<lead>bearer\s{1,3})[\w.~+/-]+=*$/gi,
  },
  {
    what: 'basic credentials',
    find: /(?<![A-Za-z0-9])basic\s{1,3}(?=[A-Za-z0-9+/])/gi,
    value: /[A-Za-z0-9+/]+={0,2}/y,
    accept: (_, credentials) => isBasicCredentials(credentials),
    atCut: /(?<![A-Za-z0-9])(?<lead>basic\s{1,3})[A-Za-z0-9+/]+={0,2}$/gi,
  },
  {
    what: 'authorization',
    find: /(?<![\w-])(?:proxy-)?authorization\s{0,3}:\s{0,3}(?!(?:bearer|basic)\s)(?=[^\s"'‹])/gi,
    value: /[^\r\n"']+/y,
  },
  {
    what: 'cookie',
    find: /(?<![\w-])(?:set-)?cookie\s{0,3}:\s{0,3}(?=[^\s"'‹=]{1,128}=)/gi,
    value: /[^\r\n"']+/y,
  },
  {
    what: 'api key',
    find: /(?<![\w-])(?:x-)?(?:api|auth|access)-(?:key|token)\s{0,3}:\s{0,3}(?=[^\s"'‹])/gi,
    value: /[^\s"',;]+/y,
  },
  {
    what: 'password',
    // Userinfo of a URL: `postgres://shop:secret@db/orders`.
    find: /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s:/?#@"'<>]{0,128}:(?=[^\s/?#@"'<>‹]{1,512}@)/g,
    value: /[^\s/?#@"'<>]+/y,
    atCut: /(?<![A-Za-z0-9+.-])(?<lead>[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s:/?#@"'<>]{0,128}:)[^\s/?#@"'<>]+$/g,
    hints: ['://'],
  },
];

/** A token with a fixed beginning: `rest` is a class of characters, `min` how many of them there are at least. */
function prefixed(what: string, prefixes: readonly string[], rest: string, min: number): Pattern {
  const begin = `(?<![A-Za-z0-9])(?:${prefixes.join('|')})`;
  return {
    what,
    find: new RegExp(`${begin}${rest}{${min},}`, 'g'),
    atCut: new RegExp(`${begin}${rest}{0,300}$`, 'g'),
    hints: prefixes.map((prefix) => prefix.replace(/\\/g, '').replace(/[[(].*/, '')),
  };
}

const looks: readonly Pattern[] = [
  {
    what: 'card number',
    find: /(?<![A-Za-z0-9]|\d\.|[A-Za-z0-9]-)(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![A-Za-z0-9]|\.\d|-\d)/g,
    accept: ([text]) => isCardNumber(text),
    atCut: /(?<![A-Za-z0-9]|[A-Za-z0-9]-)[2-6]\d{3}([ -])\d{3,6}(?:\1\d{0,5}){0,3}$/g,
  },
  {
    what: 'card number',
    find: /(?<![A-Za-z0-9]|\d\.)\d{13,19}(?![A-Za-z0-9]|\.\d)/g,
    accept: ([text]) => isCardNumber(text),
    atCut: /(?<![A-Za-z0-9]|\d\.)[2-6]\d{6,18}$/g,
  },
  {
    what: 'JWT',
    find: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]*\.[\w-]*(?:\.[\w-]*){0,2}/g,
    atCut: /(?<![\w-])eyJ[\w-]*(?:\.[\w-]*){0,4}$/g,
    hints: ['eyJ'],
  },
  {
    what: 'private key',
    find: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    hints: ['PRIVATE KEY'],
  },
  {
    what: 'PuTTY private key',
    find: /PuTTY-User-Key-File-\d:[^]*/g,
    hints: ['PuTTY-User-Key-File-'],
  },
  {
    what: 'AWS key id',
    find: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    atCut: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{4,15}$/g,
    hints: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
  },
  {
    what: 'AWS secret key',
    find: /(?<![A-Za-z])aws[\w. -]{0,20}secret[\w. -]{0,20}["']?\s{0,3}[=:,]\s{0,3}["']?/gi,
    value: /[A-Za-z0-9/+]{8,}/y,
    hints: ['aws', 'AWS', 'Aws'],
  },
  prefixed('Google API key', ['AIza'], '[\\w-]', 35),
  prefixed('Google token', ['ya29\\.', 'GOCSPX-', '1//0'], '[\\w-]', 20),
  prefixed('GitHub token', ['gh[pousr]_', 'github_pat_'], '\\w', 22),
  prefixed('GitLab token', ['glpat-', 'gldt-', 'glrt-', 'glptt-'], '[\\w-]', 20),
  prefixed('npm token', ['npm_'], '[A-Za-z0-9]', 36),
  prefixed('Slack token', ['xox[abeoprs]-', 'xapp-'], '[A-Za-z0-9-]', 10),
  {
    what: 'Slack webhook',
    find: /hooks\.slack\.com\/(?:services|workflows|triggers)\//g,
    value: /[\w/-]+/y,
    hints: ['hooks.slack.com/'],
  },
  prefixed('Stripe key', ['[srp]k_(?:live|test)_', 'whsec_'], '[A-Za-z0-9]', 10),
  {
    ...prefixed('API key', ['sk-(?:proj-|ant-|svcacct-|admin-|or-)?'], '[\\w-]', 20),
    // `sk-loading-spinner-container` is a style.
    accept: ([text]) => /\d/.test(text) && (/[A-Z]/.test(text) || text.length >= 36),
    atCut: /(?<![A-Za-z0-9])sk-[\w-]{6,300}$/g,
    hints: ['sk-'],
  },
  prefixed('Hugging Face token', ['hf_'], '[A-Za-z0-9]', 30),
  prefixed('SendGrid key', ['SG\\.'], '[\\w.-]', 60),
  prefixed('DigitalOcean token', ['do[opr]_v1_'], '[a-f0-9]', 60),
  prefixed('Shopify token', ['shp(?:at|ca|pa|ss)_'], '[a-fA-F0-9]', 32),
  prefixed('age secret key', ['AGE-SECRET-KEY-'], '[A-Z0-9]', 50),
  {
    what: 'Azure key',
    find: /(?<![A-Za-z0-9])(?:AccountKey|SharedAccessKey|SharedAccessSignature)\s{0,3}=\s{0,3}(?=[^\s;‹])/gi,
    value: /[^\s;"']+/y,
    hints: ['='],
  },
  {
    what: 'Azure signature',
    find: /(?<=[?&;])sig=/g,
    value: /[A-Za-z0-9%+/=_-]{16,}/y,
    hints: ['sig='],
  },
  {
    what: 'Azure secret',
    find: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/g,
    hints: ['Q~'],
  },
];

/** Optional: off unless asked for. */
export const emailPattern: Pattern = {
  what: 'e-mail',
  find: /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])/g,
  atCut: /(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]*$/g,
  hints: ['@'],
};
