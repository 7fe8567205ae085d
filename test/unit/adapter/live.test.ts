import { once } from 'node:events';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appPath, probeLine, type App } from '../../integration/rig/app.ts';
import { startRig, type Rig } from '../../integration/rig/rig.ts';
import { startAdapter, type Dap } from './dapClient.ts';

const path = appPath('orders.cjs');
const priced = probeLine(path, 'priced');
const checkedOut = probeLine(path, 'checkedOut');
type Stopped = DebugProtocol.StoppedEvent['body'];
type Changed = DebugProtocol.BreakpointEvent['body'];
type Output = DebugProtocol.OutputEvent['body'];

let rig: Rig;
let app: App;
let dap: Dap;
beforeAll(async () => {
  rig = await startRig();
  app = await rig.start('orders.cjs');
}, 60_000);
beforeEach(async () => {
  dap = await startAdapter({ HOME: rig.home });
});
afterEach(async () => {
  await dap.stop();
  await rig.client.until('no probe', () => rig.client.probes.size === 0);
});
afterAll(async () => await rig.stop());

/** Attaches as an editor does: its breakpoints first, then they are said to be all. */
async function attach(breakpoints: DebugProtocol.SourceBreakpoint[], args: object = {}) {
  await dap.client.initializeRequest();
  await dap.client.attachRequest(args);
  await dap.event('initialized');
  const set = await setBreakpoints(breakpoints);
  await dap.client.configurationDoneRequest();
  return set;
}

const setBreakpoints = async (breakpoints: DebugProtocol.SourceBreakpoint[]) =>
  (await dap.client.setBreakpointsRequest({ source: { path }, breakpoints })).body.breakpoints;
const armed = async (line: number) =>
  await dap.event<Changed>('breakpoint', ({ breakpoint }) => breakpoint.verified && breakpoint.line === line);
const order = async (quantity: number) => await app.get(`/order?qty=${quantity}`);
const variables = async (variablesReference: number | undefined) =>
  (await dap.client.variablesRequest({ variablesReference: variablesReference ?? 0 })).body.variables;

// Real processes, as in the integration tests, and with their time.
describe('a live service through the Debug Adapter Protocol, on a real hub and agent', { timeout: 60_000 }, () => {
  it('makes a breakpoint a snapshot, a hit a stopped thread, and leaves nothing behind', async () => {
    expect(await attach([{ line: priced }])).toMatchObject([{ verified: false, line: priced, reason: 'pending' }]);
    await armed(priced);
    const [running] = (await dap.client.threadsRequest()).body.threads;
    expect(running?.name).toContain(`pid ${app.child.pid}`);
    expect(await order(4)).toMatchObject({ total: 48 });

    const { threadId = 0, ...stopped } = await dap.event<Stopped>('stopped');
    expect(stopped).toMatchObject({ reason: 'breakpoint', allThreadsStopped: false, preserveFocusHint: false });
    expect(stopped.description).toBe(`orders.cjs:${priced}`);
    const { threads } = (await dap.client.threadsRequest()).body;
    expect(threads.find(({ id }) => id === threadId)?.name).toMatch(/^hit 1 at /);
    const { stackFrames } = (await dap.client.stackTraceRequest({ threadId })).body;
    expect(stackFrames.slice(0, 2).map(({ name, line, source }) => [name, line, source?.path])).toEqual([
      ['priceOf', priced, path],
      ['checkout', expect.any(Number), path],
    ]);
    const { scopes } = (await dap.client.scopesRequest({ frameId: stackFrames[0]?.id ?? 0 })).body;
    const locals = await variables(scopes.find(({ name }) => name === 'Local')?.variablesReference);
    expect(locals.find(({ name }) => name === 'total')?.value).toBe('40');
    const frameId = stackFrames[0]?.id;
    const watch = { expression: 'cart.lines[0].qty + discount', frameId, context: 'watch' };
    expect((await dap.client.evaluateRequest(watch)).body.result).toBe('4');

    await dap.client.disconnectRequest();
    await rig.client.until('no probe', () => rig.client.probes.size === 0);
    expect(await app.get('/')).toEqual({ globals: false, touched: null });
  });

  it('keeps to a condition and a hit count, and a logpoint is a line in the console', async () => {
    await attach([
      { line: priced, condition: 'total > 30', hitCondition: '2' },
      { line: checkedOut, logMessage: 'charged {total}' },
    ]);
    await rig.client.until('both armed', () =>
      [...rig.client.probes.values()].every(({ statuses }) => statuses[0]?.status.state === 'armed'),
    );
    for (const quantity of [1, 4, 2, 5, 6]) await order(quantity);
    const lines: string[] = [];
    while (lines.length < 5) {
      const { output, line } = await dap.event<Output>('output', ({ category }) => category === 'stdout');
      expect(line).toBe(checkedOut);
      lines.push(output);
    }
    expect(lines).toEqual(['charged 12\n', 'charged 48\n', 'charged 24\n', 'charged 60\n', 'charged 72\n']);
    await dap.event<Changed>('breakpoint', ({ breakpoint }) => breakpoint.message?.startsWith('Done') === true);
    const hits = (await dap.client.threadsRequest()).body.threads.filter(({ name }) => name.includes('hit'));
    expect(hits).toHaveLength(2);
  });

  it('keeps the probe of a breakpoint that stays, and removes that of one that goes', async () => {
    const [first] = await attach([{ line: priced }, { line: checkedOut }]);
    const before = await rig.client.until('two', () => rig.client.probes.size === 2 && [...rig.client.probes.keys()]);
    const [kept, other] = await setBreakpoints([{ line: priced }, { line: checkedOut, condition: 'total > 1' }]);
    expect(kept?.id).toBe(first?.id);
    expect(other?.id).toBeGreaterThan(kept?.id ?? 0);
    const ids = await rig.client.until('another second one', () => {
      const now = [...rig.client.probes.keys()];
      return now.length === 2 && !now.includes(before[1] ?? '') && now;
    });
    expect(ids[0]).toBe(before[0]);
    expect(await setBreakpoints([])).toEqual([]);
    await rig.client.until('no probe', () => rig.client.probes.size === 0);
  });

  it('says at the breakpoint why it cannot work', async () => {
    const empty = probeLine(path, 'priced') + 2;
    const set = await attach([
      { line: empty },
      { line: priced, condition: 'total = 1' },
      { line: priced, hitCondition: '% 5' },
    ]);
    expect(set.slice(1).map(({ verified, message, reason }) => [verified, message, reason])).toEqual([
      [false, expect.stringMatching(/^Column 1 of `total = 1`: an assignment/), 'failed'],
      [false, '`% 5` is not a hit count here. Write how many hits to take, from 1 to 1,000.', 'failed'],
    ]);
    const { breakpoint } = await dap.event<Changed>('breakpoint', (body) => body.breakpoint.reason === 'failed');
    expect(breakpoint).toMatchObject({ verified: false, line: empty, id: set[0]?.id });
    expect(breakpoint.message).toMatch(/has no executable code\. Move the probe to line \d+/);
  });

  it('does not take a person from one hit to the next; Continue does', async () => {
    await attach([{ line: priced }]);
    await armed(priced);
    await order(1);
    const first = await dap.event<Stopped>('stopped');
    await order(2);
    const second = await dap.event<Stopped>('stopped');
    expect([first.preserveFocusHint, second.preserveFocusHint]).toEqual([false, true]);
    await dap.client.continueRequest({ threadId: first.threadId ?? 0 });
    const shown = await dap.event<Stopped>('stopped');
    expect([shown.threadId, shown.preserveFocusHint]).toEqual([second.threadId, false]);
    const { threads } = (await dap.client.threadsRequest()).body;
    expect(threads.map(({ id }) => id)).not.toContain(first.threadId);
    await expect(dap.client.pauseRequest({ threadId: 0 })).rejects.toThrow('The service is never stopped.');
  });

  it('removes its probes when the editor is gone without a word', async () => {
    await attach([{ line: priced }]);
    await armed(priced);
    const adapter = dap.adapterProcess();
    const exited = once(adapter, 'exit');
    adapter.stdin?.end();
    await rig.client.until('no probe', () => rig.client.probes.size === 0);
    expect((await exited)[0]).toBe(0);
  });

  it.each([
    [{ target: '=x' }, '`=x` is not a selector.'],
    [{ frames: 99 }, 'These attach arguments are not understood'],
    [{ hub: { url: 'ws://127.0.0.1:1' } }, 'No hub answers at ws://127.0.0.1:1.'],
  ])('refuses to attach with %j', async (args, message) => {
    await dap.client.initializeRequest();
    const attaching = dap.client.attachRequest(args as DebugProtocol.AttachRequestArguments);
    await expect(attaching).rejects.toThrow(message);
  });
});
