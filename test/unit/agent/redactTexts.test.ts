/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
import { describe, expect, test } from 'vitest';
import { createRedaction } from '../../../agent/src/link/redaction.ts';
import { findSecrets } from '../../../agent/src/link/redaction/texts.ts';
import { mergeRules } from '../../../agent/src/link/redaction/rules.ts';
import { noRedactionRules } from '../../../protocol/src/index.ts';

// Written in pieces: no tool that looks for secrets shall find any in this file.
const of = (...pieces: readonly string[]) => pieces.join('');
const hex40 = '3f786850e387550fdab836ed7e6dc881de23001b';
const letters36 = 'aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789';
const base64 = 'bPxRfiCYEXAMPLEKEYwJalrXUtnFEMIK7MDENG12';
const jwt = of('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U');
const pem = (kind: string) => of('-----BEGIN ', kind, '-----\nMIIEpAIBAAKCAQEA7', base64, '\n-----END ', kind, '-----');

const redaction = createRedaction();

describe('secrets in a text', () => {
  test.each<readonly [string, string]>([
    ['4111111111111111', '‹redacted: card number›'],
    ['4111 1111 1111 1111', '‹redacted: card number›'],
    ['4111-1111-1111-1111', '‹redacted: card number›'],
    ['paid with 5500005555555559.', 'paid with ‹redacted: card number›.'],
    ['amex 3714 496353 98431 ok', 'amex ‹redacted: card number› ok'],
    ['{"pan":"6011000990139424"}', '{"pan":"‹redacted: card number›"}'],
    ['a 2223003122003222, b 30569309025904', 'a ‹redacted: card number›, b ‹redacted: card number›'],
    ['card-3530111333300000', 'card-‹redacted: card number›'],
    [jwt, '‹redacted: JWT›'],
    [`next=${jwt}&x=1`, 'next=‹redacted: JWT›&x=1'],
    [`Authorization: Bearer ${jwt}`, 'Authorization: Bearer ‹redacted: JWT›'],
    ['Authorization: Bearer abc', 'Authorization: Bearer ‹redacted: bearer token›'],
    ['Bearer abc', 'Bearer ‹redacted: bearer token›'],
    ['sent bearer 8d1f-22aa to it', 'sent bearer ‹redacted: bearer token› to it'],
    ['Basic dXNlcjpwYXNz', 'Basic ‹redacted: basic credentials›'],
    ['authorization: Digest username="a"', 'authorization: ‹redacted: authorization›"a"'],
    ['Cookie: sid=abc; theme=dark\r\nHost: x', 'Cookie: ‹redacted: cookie›\r\nHost: x'],
    ['x-api-key: 12345', 'x-api-key: ‹redacted: api key›'],
    [pem('RSA PRIVATE KEY'), '‹redacted: private key›'],
    [`key=${pem('PRIVATE KEY')}, done`, 'key=‹redacted: private key›, done'],
    [of('-----BEGIN OPENSSH PRIVATE', ' KEY-----\nb3BlbnNz'), '‹redacted: private key›'],
    [of('AKIA', 'IOSFODNN7EXAMPLE'), '‹redacted: AWS key id›'],
    [`aws_secret_access_key = ${base64}`, 'aws_secret_access_key = ‹redacted: AWS secret key›'],
    [of('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), '‹redacted: Google API key›'],
    [of('ya29', '.a0AfH6SMBx1234567890abcdef'), '‹redacted: Google token›'],
    [of('GOCSPX', '-abcdefghijklmnopqrstuvwx1234'), '‹redacted: Google token›'],
    [of('ghp_', letters36), '‹redacted: GitHub token›'],
    [of('clone with gho_', letters36, ' now'), 'clone with ‹redacted: GitHub token› now'],
    [of('github_pat_', letters36), '‹redacted: GitHub token›'],
    [of('glpat-', 'abcdefghij0123456789'), '‹redacted: GitLab token›'],
    [of('npm_', letters36), '‹redacted: npm token›'],
    [of('xoxb-', '123456789012-abcdefABCDEF'), '‹redacted: Slack token›'],
    [
      of('https://hooks.slack.', 'com/services/T000/B000/XXXX'),
      'https://hooks.slack.com/services/‹redacted: Slack webhook›',
    ],
    [of('sk_', 'live_4eC39HqLyjWDarjtT1zdp7dc'), '‹redacted: Stripe key›'],
    [of('rk_', 'test_4eC39HqLyjWDarjtT1zdp7dc'), '‹redacted: Stripe key›'],
    [of('whsec_', 'abcdef1234567890'), '‹redacted: Stripe key›'],
    [of('sk-', 'proj-', letters36, '_x'), '‹redacted: API key›'],
    [of('sk-', 'ant-api03-', letters36), '‹redacted: API key›'],
    [of('hf_', letters36), '‹redacted: Hugging Face token›'],
    [of('SG.', letters36.slice(0, 22), '.', letters36, letters36.slice(0, 7)), '‹redacted: SendGrid key›'],
    [
      `DefaultEndpointsProtocol=https;AccountKey=${base64}==;Suffix=x`,
      'DefaultEndpointsProtocol=https;AccountKey=‹redacted: Azure key›;Suffix=x',
    ],
    [
      'https://x.blob/y?sv=2020&sig=abcDEF1234567890%2B&se=1',
      'https://x.blob/y?sv=2020&sig=‹redacted: Azure signature›&se=1',
    ],
    ['postgres://shop:hunter2@db:5432/orders', 'postgres://shop:‹redacted: password›@db:5432/orders'],
    ['redis://:hunter2@cache', 'redis://:‹redacted: password›@cache'],
    ['mongodb+srv://u:p%40ss@h/db?x=1', 'mongodb+srv://u:‹redacted: password›@h/db?x=1'],
    [
      'Server=db;User Id=sa;Password=hunter2;Encrypt=true',
      'Server=db;User Id=sa;Password=‹redacted: secret›;Encrypt=true',
    ],
    ['/login?user=ada&password=hunter2&next=1', '/login?user=ada&password=‹redacted: secret›&next=1'],
    ['DB_PASSWORD=hunter2\nHOME=/root', 'DB_PASSWORD=‹redacted: secret›\nHOME=/root'],
    ['{"user":"ada","password":"hun\\"ter2","n":1}', '{"user":"ada","password":"‹redacted: secret›","n":1}'],
    ["{ apiKey: 'hunter2', n: 1 }", "{ apiKey: '‹redacted: secret›', n: 1 }"],
    [
      '{"body":"{\\"password\\":\\"hunter2\\",\\"n\\":1}"}',
      '{"body":"{\\"password\\":\\"‹redacted: secret›\\",\\"n\\":1}"}',
    ],
    ['{"pin":1234,"n":5}', '{"pin":‹redacted: secret›,"n":5}'],
  ])('%s', (text, expected) => {
    expect(redaction.text(text)).toBe(expected);
  });
});

describe('texts that stay as they are', () => {
  test.each([
    'order 4111111111111112',
    '4111111111111111111111',
    '1234567812345670',
    '0.4111111111111111',
    '4111111111111111.5',
    '550e8400-e29b-41d4-a716-446655440000',
    '41111111-1111-4111-8111-411111111111',
    '018f4c2e-7b1a-7c3d-9e4f-4111111111111',
    hex40,
    '2026-11-24T04:15:06.123Z',
    '1767225600000',
    '1767225600000000',
    '1767225600000000000',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '+49 170 1234567',
    '192.168.0.1:8080',
    'https://example.com:8443/a/b?c=d#e',
    'http://localhost:3000/@scope/name',
    'git@github.com:owner/name.git',
    'Bearer authentication is required.',
    'a bearer of news',
    'Basic plan',
    'the basic ingredients',
    'sk-loading-spinner-container-x',
    'eyJ is how one begins',
    'tokenCount=5&maxTokens=100',
    'hasPassword: true',
    'at login (/srv/src/token.js:10:5)',
    'TypeError: password is not a function',
    'Cannot read properties of undefined (reading "token")',
    of('-----BEGIN ', 'PUBLIC KEY-----\nMIIB\n-----END ', 'PUBLIC KEY-----'),
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
    'ada@example.com',
    'EU-2026-000123',
    'ISBN 978-3-16-148410-0',
    'SK1234',
    'total=42.50&currency=EUR',
  ])('%s', (text) => {
    expect(redaction.text(text)).toBe(text);
  });
});

test('e-mail addresses are hidden when that was asked for', () => {
  const emails = createRedaction({ emails: true });
  expect(emails.text('from ada.l+x@mail.example.com to @scope/name')).toBe('from ‹redacted: e-mail› to @scope/name');
});

describe('a secret that the end of a cut text falls into', () => {
  const { patterns } = mergeRules({ emails: true }, noRedactionRules);
  const secrets: readonly (readonly [string, number])[] = [
    // With how many of its first characters may be seen: those that do not tell it yet.
    ['4111111111111111', 6],
    ['4111 1111 1111 1111', 7],
    [jwt, 2],
    [pem('PRIVATE KEY'), 26],
    [of('AKIA', 'IOSFODNN7EXAMPLE'), 7],
    [of('ghp_', letters36), 3],
    [of('xoxb-', '123456789012-abcdefABCDEF'), 4],
    [of('sk_', 'live_4eC39HqLyjWDarjtT1zdp7dc'), 7],
    [of('sk-', 'proj-', letters36), 8],
    [of('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), 3],
    ['Bearer 8d1f22aa-token', 7],
    ['Basic dXNlcjpwYXNzd29yZA==', 6],
    ['postgres://shop:hunter2secret@db', 16],
    ['password=hunter2secret', 9],
    ['{"password":"hunter2secret"}', 13],
    ['ada.lovelace@example.com', 12],
  ];
  test.each(secrets)('%s', (secret, harmless) => {
    for (let length = harmless + 1; length <= secret.length; length++) {
      const text = `some text, ${secret.slice(0, length)}`;
      const [first] = findSecrets(text, true, patterns);
      expect(first, text).toBeDefined();
      expect((first?.start ?? 0) - 11, text).toBeLessThanOrEqual(harmless);
    }
  });
});

describe('a long text made to take long is done', () => {
  const { patterns } = mergeRules({ emails: true }, noRedactionRules);
  const units = [
    ...['eyJ', 'eyJ.', '-eyJ', 'ghp_', '_ghp_', 'sk-', 'a=', 'a=a', 'password=', 'Bearer ', 'bearer a', 'Basic YQ '],
    ...[
      '4111 ',
      '4',
      '4111-',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ',
      'aws secret ',
      'awssecret',
      'a://',
      'a://a:',
    ],
    ...[
      'cookie:',
      'cookie: a',
      'authorization:',
      '"a":"',
      "a:'",
      'a\\":\\"',
      '\\',
      '"',
      'a@',
      'a@a.',
      'a.',
      '&sig=',
      'x-',
      'Q~',
    ],
    ...[
      'token: 1',
      'a',
      ' ',
      'hooks.slack.com/services/',
      'SG.',
      'AccountKey=',
      'xox',
      'AKIA',
      'a-',
      'a:',
      'password:"\\',
    ],
  ];
  // Quadratic time would be minutes for each: the test would time out.
  test.each(units)('%j', (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(findSecrets(text, true, patterns).length).toBeGreaterThanOrEqual(0);
  });
});
