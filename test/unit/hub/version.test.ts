import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hubVersion } from '../../../hub/src/index.ts';

test('the version told to peers is that of the package', () => {
  const manifest = new URL('../../../hub/package.json', import.meta.url);
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ version: hubVersion });
});
