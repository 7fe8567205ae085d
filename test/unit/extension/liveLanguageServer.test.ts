import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { appPath, probeLine, type App } from '../../integration/rig/app.ts';
import { startRig, type Rig } from '../../integration/rig/rig.ts';
import type { CompleteExpressionResult } from '../../../extension/src/language/expressionRequest.ts';
import { startLanguageClient, type LanguageClient } from './support/languageClient.ts';

const path = appPath('orders.cjs');
const uri = pathToFileURL(path).href;
const text = readFileSync(path, 'utf8');
const lines = text.split('\n');
const priced = probeLine(path, 'priced');
const at = (line1: number) => ({ file: path, line1 });
/** 0-based. */
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part));

let rig: Rig;
let app: App;
let client: LanguageClient;
beforeAll(async () => {
  rig = await startRig();
  app = await rig.start('orders.cjs');
}, 60_000);
afterAll(() => rig.stop());
beforeEach(async () => {
  client = await startLanguageClient({ uri, text, languageId: 'javascript', env: { HOME: rig.home } });
});
afterEach(async () => {
  client.close();
  await rig.client.call('probes/remove', { ids: [...rig.client.probes.keys()] }).catch(() => undefined);
  await rig.client.call('captures/clear', {});
  await rig.client.until('no probe', () => rig.client.probes.size === 0);
  rig.client.captures.length = 0;
});

/** Takes captures in `priceOf`, one for each order. */
async function capture(...quantities: readonly number[]) {
  await rig.client.placeAnd('armed', { kind: 'snapshot', at: at(priced), ratePerSecond: 50 });
  for (const quantity of quantities) await app.get(`/order?qty=${quantity}`);
  await rig.client.until('captures', () => rig.client.captures.length === quantities.length);
}

const otherClient = async (initializationOptions: object) =>
  await startLanguageClient({ uri, text, languageId: 'javascript', env: { HOME: rig.home }, initializationOptions });
const hasSome = <T>(list: readonly T[]) => list.length > 0 && list;
const labels = async () =>
  Object.fromEntries(
    (await client.hints()).map(({ position, label }) => [
      position.line,
      typeof label === 'string' ? label.trim() : label,
    ]),
  );
const problem = async (fits: (diagnostic: Diagnostic) => boolean) =>
  await client.until(() => Promise.resolve(client.diagnostics().find(fits)));
const take = async (action: CodeAction | undefined) => {
  const { command, arguments: args } = action?.command ?? { command: '', arguments: [] };
  await client.request('workspace/executeCommand', { command, arguments: args });
};

// Real processes, as in the integration tests, and with their time.
describe('the language server, alone over stdio, with a real hub and agent', { timeout: 60_000 }, () => {
  it('shows values at the line and above it in its function, and says when they are of another text', async () => {
    await capture(4);
    const shown = await client.until(async () => {
      const now = await labels();
      return Object.keys(now).length > 0 && now;
    });
    expect(shown).toEqual({
      [lineOf('function priceOf(')]: 'cart = Cart {…}, discount = 0',
      [lineOf('const rate = 1')]: 'rate = 1',
      [lineOf('const total = cart')]: 'total = 40',
      [priced - 1]: 'total = 40',
    });
    client.change(lines.length - 1, '// edited\n');
    expect((await labels())[priced - 1]).toBe('edited since: total = 40');
  });

  it('shows none above the line, or none at all, when it is told so', async () => {
    await capture(4);
    const line = await otherClient({ inlayValues: 'line' });
    expect(await line.until(async () => hasSome(await line.hints()))).toHaveLength(1);
    line.close();
    const off = await otherClient({ inlayValues: 'off' });
    expect(off.capabilities.inlayHintProvider).toBe(false);
    off.close();
  });

  it('tells on hover what a variable was, at the last hits too, and of the variable that is meant', async () => {
    await capture(4, 5, 5);
    const line = lines[priced - 1] ?? '';
    const hover = await client.until(async () => {
      const now = await client.hover(priced - 1, line.indexOf('total') + 2);
      return now?.includes('hit 3') === true && now;
    });
    expect(hover).toContain('```typescript\ntotal = 50\n```');
    expect(hover.match(/^- .*$/gm)?.map((each) => each.replace(/[\d:.]{12} /, ''))).toEqual([
      '- ` 50 `',
      '- ` 50 ` changed',
      '- ` 40 `',
    ]);
    const sum = lines[lineOf('const total = cart')] ?? '';
    expect(await client.hover(lineOf('const total = cart'), sum.indexOf('lines.reduce') + 2)).toContain(
      'cart.lines = Array(1)',
    );
    // Of the caller's frame; its own `total` has no value yet, and is not that of the function it calls.
    expect(await client.hover(lineOf('const startedBy'), 10)).toContain("startedBy = 'Ada'");
    expect(await client.hover(lineOf('const total = net'), 10)).toBeUndefined();
    expect(await client.hover(lineOf('const TAX'), 2)).toBeUndefined();
  });

  it('opens a capture by the command that the client has', async () => {
    await capture(4);
    const other = await otherClient({ commands: { openCapture: 'editor.open' } });
    await other.until(async () => hasSome(await other.hints()));
    const hover = (await other.hover(priced - 1, lines[priced - 1]?.indexOf('total') ?? 0)) ?? '';
    const argument = /\(command:editor\.open\?(\S+) /.exec(hover)?.[1] ?? '';
    expect(JSON.parse(decodeURIComponent(argument))).toEqual([{ captureId: rig.client.captures[0]?.id }]);
    other.close();
  });

  it('moves a probe that is on a line without code', async () => {
    const id = await rig.client.place({ kind: 'counter', at: at(lineOf("require('node:timers/promises')") + 2) });
    const { range } = await problem(({ code }) => code === 'LINE_HAS_NO_CODE');
    const actions = await client.actions(range.start.line);
    expect(actions.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^Move probe to line \d+$/),
      'Remove probe',
    ]);
    expect(actions[0]).toMatchObject({ isPreferred: true, diagnostics: [{ code: 'LINE_HAS_NO_CODE' }] });
    await take(actions[0]);
    const line1 = Number(/\d+/.exec(actions[0]?.title ?? '')?.[0]);
    await rig.client.until('the move', () => rig.client.probes.get(id)?.probe.spec.at.line1 === line1);
    await client.until(() => Promise.resolve(client.diagnostics().length === 0));
  });

  it('renews a probe that has expired', async () => {
    const id = await rig.client.place({ kind: 'counter', at: at(priced), expiresInMs: 1_000 });
    await problem(({ code, severity }) => code === 'EXPIRED' && severity === 3);
    const actions = await client.actions(priced - 1);
    expect(actions.map(({ title }) => title)).toEqual(['Renew probe', 'Remove probe']);
    await take(actions[0]);
    await rig.client.until('another life', () => rig.client.probes.get(id)?.ended === undefined);
    await take(actions[1]);
    await rig.client.until('no probe', () => rig.client.probes.size === 0);
  });

  it('says when an expression fails at every hit, and offers to edit it where there is an editor for it', async () => {
    await rig.client.placeAnd('armed', { kind: 'snapshot', at: at(priced), condition: 'cart.nothing.price > 1' });
    await app.get('/order');
    const { message } = await problem(({ code }) => code === 'EXPRESSION_FAILED');
    expect(message).toMatch(/^Snapshot: `cart\.nothing\.price > 1` could not be evaluated:/);
    expect((await client.actions(priced - 1)).map(({ title }) => title)).toEqual(['Remove probe']);
    const other = await otherClient({ commands: { editProbe: 'editor.edit', applyFix: true } });
    await other.until(() => Promise.resolve(other.diagnostics().length > 0));
    const [edit] = await other.actions(priced - 1);
    expect(edit).toMatchObject({ title: 'Edit probe…', isPreferred: true, command: { command: 'editor.edit' } });
    other.close();
  });

  it('completes names in scope and members seen in captures, in expressions and templates', async () => {
    await capture(4);
    await client.until(async () => hasSome(await client.hints()));
    const complete = async (text: string, kind = 'expression', line = priced - 1) =>
      await client.request<CompleteExpressionResult>('stillframe/completeExpression', {
        uri,
        line,
        text,
        offset: text.length,
        kind,
      });
    const labels = async (text: string, kind?: string) => (await complete(text, kind)).items.map(({ label }) => label);
    expect((await labels('')).slice(0, 4).sort()).toEqual(['cart', 'discount', 'rate', 'total']);
    expect(await labels('to')).toEqual(['total']);
    expect((await complete('1 < cart.li')).items).toEqual([
      { label: 'lines', detail: 'Array(1) [Object]', kind: 'member', start: 9 },
    ]);
    expect(await labels('cart.lines[0].')).toEqual(['qty', 'price']);
    expect(await labels('cart.lines.le')).toEqual(['length']);
    expect(await labels('cart.lines.inc')).toEqual(['includes(']);
    expect(await labels('total of {cart.no', 'template')).toEqual(['note']);
    for (const text of ['total {{cart.', 'total {cart} cart.']) expect(await labels(text, 'template')).toEqual([]);
    for (const text of ["'cart.", 'nowhere.', 'cart.lines[0].qty.']) {
      expect((await labels(text)).filter((label) => !label.endsWith('('))).toEqual([]);
    }
    // Another function's `total`, of which nothing was captured that has a value.
    expect((await complete('tot', 'expression', lineOf('return { startedBy, total }'))).items).toEqual([
      { label: 'total', detail: '', kind: 'variable', start: 0 },
    ]);
    expect((await complete('totl > 1')).problem).toEqual({
      message: `Column 1: \`totl\` has no value at line ${priced} of this text.`,
      column1: 1,
      isDoubt: true,
    });
    expect((await complete('total = 1')).problem).toMatchObject({ column1: 1, isDoubt: false });
    expect((await complete('Math.max(total, 1) > NaN')).problem).toBeUndefined();
  });

  it('refuses a fix that is none', async () => {
    const params = { command: 'stillframe.applyFix', arguments: [{ action: 'explode', id: 'x' }] };
    await expect(client.request('workspace/executeCommand', params)).rejects.toThrow();
  });
});
