import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAdapter, type Dap } from './dapClient.ts';
import { sampleCapture } from './sampleCapture.ts';

let dap: Dap;
beforeEach(async () => {
  dap = await startAdapter();
});
afterEach(async () => await dap.stop());

const captures = [sampleCapture(1), sampleCapture(2, 'NaN'), sampleCapture(3, 17)];
type Stopped = DebugProtocol.StoppedEvent['body'];
let threadId: number;

/** Launches, and stands where the adapter wants the person to look. */
async function launch(args: object): Promise<Stopped> {
  await Promise.all([
    dap.client.launch(args as DebugProtocol.LaunchRequestArguments),
    dap.client.configurationSequence(),
  ]);
  return await focused();
}

async function focused(): Promise<Stopped> {
  const stopped = await dap.event<Stopped>('stopped', ({ preserveFocusHint }) => preserveFocusHint !== true);
  threadId = stopped.threadId ?? 0;
  return stopped;
}

const stack = async (args = {}) => (await dap.client.stackTraceRequest({ threadId, ...args })).body;

async function scope(name: string): Promise<DebugProtocol.Variable[]> {
  const { stackFrames } = await stack();
  const { body } = await dap.client.scopesRequest({ frameId: stackFrames[0]?.id ?? 0 });
  return await children(body.scopes.find((each) => each.name === name)?.variablesReference);
}

const children = async (variablesReference: number | undefined, more = {}) =>
  (await dap.client.variablesRequest({ variablesReference: variablesReference ?? 0, ...more })).body.variables;
const named = (variables: readonly DebugProtocol.Variable[], name: string) =>
  variables.find((each) => each.name === name);

describe('a capture through the Debug Adapter Protocol', () => {
  it('is a stopped thread with mapped sources', async () => {
    const stopped = await launch({
      captures,
      captureId: 'capture-2',
      sourceMap: [{ from: '/srv/shop', to: '/home/me/shop' }],
    });
    expect(stopped).toMatchObject({ reason: 'breakpoint', allThreadsStopped: false, description: '2 of 3' });
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

  it('shows each hit as a stopped thread of its own', async () => {
    await launch({ captures });
    const others = [await dap.event<Stopped>('stopped'), await dap.event<Stopped>('stopped')];
    expect(others.map(({ description, preserveFocusHint }) => [description, preserveFocusHint])).toEqual([
      ['1 of 3', true],
      ['2 of 3', true],
    ]);
    const { threads } = (await dap.client.threadsRequest()).body;
    expect(threads.map(({ name }) => name.replace(/ at .*/, ''))).toEqual(['hit 1', 'hit 2', 'hit 3']);
    const totals = threads.map(async ({ id }) => {
      const { stackFrames } = (await dap.client.stackTraceRequest({ threadId: id })).body;
      const frameId = stackFrames[0]?.id;
      return (await dap.client.evaluateRequest({ expression: 'total', frameId })).body.result;
    });
    expect(await Promise.all(totals)).toEqual(['42.5', 'NaN', '17']);
  });

  it('names a single hit beside the heading, where an editor shows no thread', async () => {
    expect((await launch({ captures: captures.slice(1, 2) })).description).toMatch(/^hit 2 at /);
  });

  it('shows at most fifty hits, those around the one asked for', async () => {
    const many = Array.from({ length: 200 }, (_, index) => sampleCapture(index + 1));
    const stopped = await launch({ captures: many, captureId: 'capture-120' });
    const { threads } = (await dap.client.threadsRequest()).body;
    expect(threads).toHaveLength(50);
    expect(threads.find(({ id }) => id === stopped.threadId)?.name).toMatch(/^hit 120 at /);
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
      (await dap.client.evaluateRequest({ expression, frameId, context: 'hover' })).body;
    expect((await evaluate('cart.lines[0].qty * 10')).result).toBe('20');
    const object = await evaluate('cart.owner');
    expect((await children(object.variablesReference)).map(({ name }) => name)).toEqual(['id', 'name', 'email']);
    await expect(evaluate('nowhere')).rejects.toThrow('`nowhere` is not among the captured variables of checkout.');
    await expect(evaluate('{braces}')).rejects.toThrow('{braces}');
  });

  it('completes members of captured objects', async () => {
    await launch({ captures });
    const frameId = (await stack()).stackFrames[0]?.id;
    const { body } = await dap.client.completionsRequest({ frameId, text: 'cart.owner.na', column: 14 });
    expect(body.targets.map(({ label }) => label)).toEqual(['id', 'name', 'email']);
  });

  it('steps to the next and the previous hit and ends on continue', async () => {
    await launch({ captures, captureId: 'capture-1' });
    const total = async () => named(await scope('Local'), 'total')?.value;
    expect(await total()).toBe('42.5');
    await dap.client.nextRequest({ threadId });
    expect((await focused()).description).toBe('2 of 3');
    expect(await total()).toBe('NaN');
    await dap.client.stepBackRequest({ threadId });
    await focused();
    expect(await total()).toBe('42.5');
    await dap.client.stepBackRequest({ threadId });
    expect((await dap.event<{ output: string }>('output')).output).toContain('deadline');
    expect((await dap.event<{ output: string }>('output')).output).toContain('oldest');
    await focused();
    expect(await total()).toBe('42.5');
    await dap.client.continueRequest({ threadId });
    await dap.event('terminated');
  });

  it('takes no breakpoint, and says what does', async () => {
    await launch({ captures });
    const { body } = await dap.client.setBreakpointsRequest({ source: { path: '/a.js' }, breakpoints: [{ line: 3 }] });
    expect(body.breakpoints).toMatchObject([
      { verified: false, message: expect.stringContaining('attach') as unknown },
    ]);
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
    [{}, 'Nothing to show. Give a `captureFile`'],
    [{ captures: [] }, 'These launch arguments are not understood'],
    [{ captures: [{ id: 1 }] }, 'These launch arguments are not understood'],
    [{ captureFile: '/no/such/file.json' }, '/no/such/file.json cannot be read: ENOENT'],
  ])('refuses %j', async (args, message) => {
    await dap.client.initializeRequest();
    await expect(dap.client.launchRequest(args as DebugProtocol.LaunchRequestArguments)).rejects.toThrow(message);
  });
});
