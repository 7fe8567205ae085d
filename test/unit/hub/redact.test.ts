import { expect, test } from 'vitest';
import { noRedactionRules } from '@stillframe/protocol';
import { connectAgent } from './support/agent.ts';
import { runCommand } from './support/cli.ts';
import { connectClient } from './support/client.ts';
import { startTestHub, temporaryDir } from './support/hub.ts';

const rules = {
  names: ['taxId'],
  types: ['Account'],
  patterns: [{ what: 'order', match: 'ord_\\w+=?' }],
  emails: true,
};

test('agents hear of the rules before their first probes, and whenever they change', async () => {
  const hub = await startTestHub();
  const client = await connectClient(hub);
  const before = await connectAgent(hub);
  expect(before.redactions.all).toEqual([noRedactionRules]);
  expect(await client.request('redaction/set', { rules })).toEqual({ rules: { ...noRedactionRules, ...rules } });
  expect(await before.redactions.next(({ emails }) => emails)).toEqual({ ...noRedactionRules, ...rules });
  const after = await connectAgent(hub);
  expect(after.redactions.all).toEqual([{ ...noRedactionRules, ...rules }]);
});

test('rules outlive a restart of the hub', async () => {
  const dataDir = temporaryDir();
  const hub = await startTestHub({ dataDir });
  await (await connectClient(hub)).request('redaction/set', { rules });
  await hub.close();
  const client = await connectClient(await startTestHub({ dataDir }));
  expect((await client.request('redaction/get', {})).rules).toEqual({ ...noRedactionRules, ...rules });
});

test('a pattern that is no regular expression is refused', async () => {
  const client = await connectClient(await startTestHub());
  const patterns = [{ what: 'x', match: '(' }];
  await expect(client.request('redaction/set', { rules: { patterns } })).rejects.toThrow(/not a regular expression/);
  expect((await client.request('redaction/get', {})).rules).toEqual(noRedactionRules);
});

test('the command line sets and shows them', async () => {
  const hub = await startTestHub();
  const empty = runCommand(hub, 'redact');
  expect([await empty.code, empty.out()]).toEqual([0, expect.stringContaining('no rules')]);
  const args = ['redact', 'set', '--names', 'taxId', '--types', 'Account', '--pattern', 'order=ord_\\w+=?', '--emails'];
  const set = runCommand(hub, ...args);
  expect(await set.code).toBe(0);
  const shown = runCommand(hub, 'redact', 'show', '--json');
  expect(await shown.code).toBe(0);
  expect(shown.documents()).toEqual([{ type: 'redaction', rules: { ...noRedactionRules, ...rules } }]);
  const text = runCommand(hub, 'redact');
  await text.code;
  expect(text.out()).toBe('names    taxId\ntypes    Account\npattern  order=ord_\\w+=?\ne-mails  hidden\n');
  const allow = runCommand(hub, 'redact', 'set', '--allow', 'id, total', '--json');
  await allow.code;
  expect(allow.documents()[0]).toMatchObject({ rules: { mode: 'allow', allowNames: ['id', 'total'], names: [] } });
  const none = runCommand(hub, 'redact', 'set', '--none');
  await none.code;
  expect(none.out()).toContain('no rules');
});

test.each([
  [['redact', 'set'], '--none'],
  [['redact', 'set', '--none', '--emails'], '--none'],
  [['redact', 'set', '--pattern', 'x'], 'WHAT=REGEX'],
  [['redact', 'set', '--pattern', 'x=('], 'regular expression'],
])('%j is a mistake', async (args, sentence) => {
  const run = runCommand({ url: 'ws://127.0.0.1:1', token: 't' }, ...args);
  expect(await run.code).toBe(2);
  expect(run.err()).toContain(sentence);
});
