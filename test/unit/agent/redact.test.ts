/* oxlint-disable unicorn/no-useless-spread -- long lists, a line for each kind */
import { describe, expect, test } from 'vitest';
import { createRedaction } from '../../../agent/src/link/redaction.ts';
import { parseExpression } from '../../../protocol/src/index.ts';

const redaction = createRedaction();

describe('names that are hidden', () => {
  test.each([
    ...['password', 'Password', 'userPassword', 'user_password', 'DB_PASSWORD', 'dbpassword', 'passwd', 'pwd', 'pass'],
    ...['secret', 'clientSecret', 'token', 'accessToken', 'access_token', 'ACCESS-TOKEN', 'csrfToken', 'tokens'],
    ...['apiKey', 'api_key', 'APIKey', 'X-API-Key', 'apikey', 'myapikey', 'privateKey', 'private_key', 'accessKeyId'],
    ...[
      'authorization',
      'proxy-authorization',
      'cookie',
      'set-cookie',
      'Cookies',
      'session',
      'sessionId',
      'session_id',
    ],
    ...[
      'credential',
      'credentials',
      'cvv',
      'cardCvv',
      'ssn',
      'cardNumber',
      'creditCard',
      'otp',
      'pin',
      'userPin',
      'jwt',
    ],
    ...['Symbol(token)', 'password2', 'token1', 'connectionString'],
  ])('%s', (name) => {
    expect(redaction.isSensitiveName(name)).toBe(true);
  });
});

describe('names that are shown', () => {
  test.each([
    ...[
      'tokenizer',
      'tokenize',
      'pinned',
      'pinBoard',
      'spin',
      'opinion',
      'author',
      'authority',
      'secretary',
      'passenger',
    ],
    ...['compass', 'bypass', 'cookieless', 'sessions', 'sessionCount', 'tokenCount', 'maxTokens', 'hasPassword'],
    ...[
      'isTokenValid',
      'passwordLength',
      'key',
      'keys',
      'apiUrl',
      'cardholder',
      'assn',
      'description',
      'total',
      '',
      '42',
    ],
  ])('%s', (name) => {
    expect(redaction.isSensitiveName(name)).toBe(false);
  });

  test('a key of a million characters takes no time', () => {
    const started = performance.now();
    redaction.isSensitiveName('aB'.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(50);
  });
});

test('own names are added to the default ones', () => {
  const own = createRedaction({ names: ['taxId', 'internal_note'] });
  expect(['taxId', 'tax_id', 'customerTaxId', 'taxid', 'internalNote', 'password'].every(own.isSensitiveName)).toBe(
    true,
  );
  expect(own.isSensitiveName('tax')).toBe(false);
});

test.each([
  ['user.password', true],
  ["user['pass' + 'word'].length", true],
  ["headers.get('Authorization')", true],
  ['token', true],
  ['session?.id', true],
  ['user.name', false],
  ['tokenizer.state', false],
  ["kind === 'password'", false],
])('the expression %s: %s', (text, expected) => {
  const parsed = parseExpression(text);
  expect(parsed.ok && redaction.isSensitiveProgram(parsed.value)).toBe(expected);
});
