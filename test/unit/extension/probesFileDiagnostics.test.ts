import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startLanguageClient } from './support/languageClient.ts';

it('the language server says what of stillframe.json cannot be, also for a file that is being edited', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stillframe-file-'));
  const source = path.join(folder, 'pay.ts');
  writeFileSync(source, 'export const rest = 1;\n');
  const client = await startLanguageClient({
    uri: pathToFileURL(path.join(folder, 'stillframe.json')).href,
    languageId: 'jsonc',
    text: '{ "probes": [{ "kind": "counter", "at": "pay.ts:1" },\n { "kind": "counter", "at": "pay.ts:4" }] }',
    env: { HOME: folder, USERPROFILE: folder },
  });
  onTestFinished(() => {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const said = (message: string) => () => Promise.resolve(client.diagnostics().some((one) => one.message === message));

  await client.until(said('pay.ts has 2 lines.'));
  expect(client.diagnostics()).toMatchObject([
    { range: { start: { line: 1, character: 28 }, end: { line: 1, character: 38 } }, source: 'stillframe' },
  ]);
  client.notify('textDocument/didOpen', {
    textDocument: { uri: pathToFileURL(source).href, languageId: 'typescript', version: 1, text: 'a\nb\nc' },
  });
  await client.until(said('pay.ts has 3 lines.'));
  client.change(0, '// not finished {\n{');
  await client.until(() => Promise.resolve(client.diagnostics().length === 0));
});
