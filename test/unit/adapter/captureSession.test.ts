import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DapClient, startAdapter } from './dapClient.ts';
import { sampleCapture } from './sampleCapture.ts';

type Frames = DebugProtocol.StackTraceResponse['body'];
type Scopes = DebugProtocol.ScopesResponse['body'];
type Variables = DebugProtocol.VariablesResponse['body'];
type Result = DebugProtocol.EvaluateResponse['body'];

let client: DapClient;
beforeEach(() => {
  client = startAdapter();
});
afterEach(async () => await client.stop());

// What an editor says of itself.
const editor = { adapterID: 'stillframe', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' };
const captures = [sampleCapture(1), sampleCapture(2, 'NaN'), sampleCapture(3, 17)];

async function launch(args: unknown): Promise<DebugProtocol.Event> {
  await client.request('initialize', editor);
  await client.request('launch', args);
  await client.event('initialized');
  await client.request('configurationDone');
  return await client.event('stopped');
}

const stack = async (args = {}) => await client.request<Frames>('stackTrace', { threadId: 1, ...args });

async function scope(name: string): Promise<DebugProtocol.Variable[]> {
  const { stackFrames } = await stack();
  const { scopes } = await client.request<Scopes>('scopes', { frameId: stackFrames[0]?.id });
  return await children(scopes.find((each) => each.name === name)?.variablesReference);
}

const children = async (variablesReference: number | undefined, more = {}) =>
  (await client.request<Variables>('variables', { variablesReference, ...more })).variables;
const named = (variables: readonly DebugProtocol.Variable[], name: string) =>
  variables.find((each) => each.name === name);

describe('a capture through the Debug Adapter Protocol', () => {
  it('is a stopped thread with mapped sources', async () => {
    const stopped = await launch({
      captures,
      captureId: 'capture-2',
      sourceMap: [{ from: '/srv/shop', to: '/home/me/shop' }],
    });
    expect(stopped.body).toMatchObject({ reason: 'breakpoint', threadId: 1, allThreadsStopped: false });
    expect(stopped.body.description).toMatch(/^hit 2 at .*, 2 of 3$/);
    const { stackFrames, totalFrames } = await stack();
    expect(totalFrames).toBe(3);
    expect(
      stackFrames.map(({ name, line, source, presentationHint }) => [name, line, source?.path, presentationHint]),
    ).toEqual([
      ['checkout', 44, '/home/me/shop/src/checkout.ts', 'normal'],
      ['run', 3, '/home/me/shop/node_modules/x/run.js', 'subtle'],
      ['(anonymous)', 9, undefined, 'subtle'],
    ]);
    expect((await stack({ startFrame: 1, levels: 1 })).stackFrames.map(({ name }) => name)).toEqual(['run']);
  });

  it('shows variables, what was cut, and cycles', async () => {
    await launch({ captures });
    const locals = await scope('Local');
    const text = (name: string) => named(locals, name)?.value;
    expect(text('this')).toBe('Service {retries: 3}');
    expect(text('total')).toBe('17');
    expect(text('evil')).toBe(String.raw`'<b>\u202e\0'`);
    expect(text('later')).toBe('(not initialised yet)');
    const cart = named(locals, 'cart');
    const members = await children(cart?.variablesReference);
    expect(members.map(({ name, value, evaluateName }) => [name, value, evaluateName])).toEqual([
      ['lines', 'Array(2) [Object, Object]', 'cart.lines'],
      ['owner', "User {id: 7, name: 'Zoë', email: •••}", 'cart.owner'],
      ['total', '(getter, not run)', 'cart.total'],
      ['odd key', '1', 'cart["odd key"]'],
    ]);
    const wide = await children(named(locals, 'wide')?.variablesReference);
    expect(wide.map(({ name, value }) => [name, value])).toEqual([
      ['a', '1'],
      ['…', '950 more properties'],
    ]);
    let node = named(locals, 'node');
    for (let depth = 0; depth < 20; depth += 1) node = (await children(node?.variablesReference))[0];
    expect(node).toMatchObject({ name: 'self', value: expect.stringContaining('Node') as unknown });
    expect((await scope('Watches')).map(({ value }) => value)).toEqual([
      '17',
      '`nope.x` could not be evaluated: nope is not defined.',
    ]);
    expect(named(await scope('Module'), 'rate')?.value).toBe('0.2');
  });

  it('pages long lists', async () => {
    await launch({ captures });
    const many = named(await scope('Local'), 'many');
    expect(many).toMatchObject({ indexedVariables: 250, namedVariables: 1 });
    const page = await children(many?.variablesReference, { filter: 'indexed', start: 100, count: 100 });
    expect([page.length, page[0]?.name, page.at(-1)?.value]).toEqual([100, '100', '199']);
    const rest = await children(many?.variablesReference, { filter: 'named' });
    expect(rest.map(({ value }) => value)).toEqual(['750 more items']);
  });

  it('evaluates over the captured values and says what is not there', async () => {
    await launch({ captures });
    const frameId = (await stack()).stackFrames[0]?.id;
    const evaluate = async (expression: string) =>
      await client.request<Result>('evaluate', { expression, frameId, context: 'hover' });
    expect((await evaluate('cart.lines[0].qty * 10')).result).toBe('20');
    const object = await evaluate('cart.owner');
    expect((await children(object.variablesReference)).map(({ name }) => name)).toEqual(['id', 'name', 'email']);
    await expect(evaluate('nowhere')).rejects.toThrow('`nowhere` is not among the captured variables of checkout.');
    await expect(evaluate('{braces}')).rejects.toThrow('{braces}');
  });

  it('completes members of captured objects', async () => {
    await launch({ captures });
    const frameId = (await stack()).stackFrames[0]?.id;
    const { targets } = await client.request<DebugProtocol.CompletionsResponse['body']>('completions', {
      frameId,
      text: 'cart.owner.na',
      column: 14,
    });
    expect(targets.map(({ label }) => label)).toEqual(['id', 'name', 'email']);
  });

  it('steps to the next and the previous hit and ends on continue', async () => {
    await launch({ captures, captureId: 'capture-1' });
    const total = async () => named(await scope('Local'), 'total')?.value;
    expect(await total()).toBe('42.5');
    await client.request('next', { threadId: 1 });
    expect((await client.event('stopped')).body.description).toContain('2 of 3');
    expect(await total()).toBe('NaN');
    await client.request('stepBack', { threadId: 1 });
    await client.event('stopped');
    expect(await total()).toBe('42.5');
    await client.request('stepBack', { threadId: 1 });
    expect((await client.event('output')).body.output).toContain('deadline');
    expect((await client.event('output')).body.output).toContain('oldest');
    await client.event('stopped');
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
  });

  it('reads a file of captures', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stillframe-'));
    try {
      const captureFile = path.join(folder, 'capture.json');
      await writeFile(captureFile, JSON.stringify(sampleCapture(1)));
      await launch({ captureFile });
      expect((await stack()).stackFrames[0]?.source?.path).toBe('/srv/shop/src/checkout.ts');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    [{}, 'Nothing to show. Give `captures`'],
    [{ captures: [] }, 'These launch arguments are not understood'],
    [{ captures: [{ id: 1 }] }, 'These launch arguments are not understood'],
    [{ captureFile: '/no/such/file.json' }, '/no/such/file.json cannot be read as JSON'],
  ])('refuses %j', async (args, message) => {
    await client.request('initialize', editor);
    await expect(client.request('launch', args)).rejects.toThrow(message);
  });
});
