import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { agentGaveUp, limits, lineHasNoCode, parseCaptureFile, scriptNotLoaded } from '@stillframe/protocol';
import { connectAgent, someCapture, someLog } from './support/agent.ts';
import { runCommand } from './support/cli.ts';
import { connectClient, snapshotSpec } from './support/client.ts';
import { startTestHub } from './support/hub.ts';

/** A hub with one agent that answers each new probe with `state`. */
async function hubWithAgent() {
  const hub = await startTestHub();
  const agent = await connectAgent(hub);
  return {
    hub,
    agent,
    async nextProbe() {
      const { set } = await agent.changes.next((change) => change.set.length > 0);
      return set[0]?.id ?? '';
    },
  };
}

describe('usage errors exit with 2 and say why on stderr', () => {
  test.each([
    [['nonsense'], 'unknown command'],
    [[], 'Usage'],
    [['snapshot'], 'missing required argument'],
    [['snapshot', 'a.ts'], 'FILE:LINE'],
    [['snapshot', 'a.ts:1', '--wat'], 'unknown option'],
    [['snapshot', 'a.ts:1', '--hits', '0'], 'from 1 to'],
    [['snapshot', 'a.ts:1', '--frames', '21'], 'from 1 to 20'],
    [['snapshot', 'a.ts:1', '--for', 'none'], 'duration'],
    [['snapshot', 'a.ts:1', '--on', 'app='], 'not a selector'],
    [['snapshot', 'a.ts:1', '--wait=soon'], 'duration'],
    [['snapshot', 'a.ts:1', 'b.ts:2'], 'too many arguments'],
    [['log', 'a.ts:1'], 'template'],
    [['log', 'a.ts:1', 'x', '--level', 'loud'], 'Allowed choices'],
    [['tictoc', 'a.ts:1'], 'missing required argument'],
    [['tictoc', 'a.ts:1', 'b.ts'], 'FILE:LINE'],
    [['metric', 'a.ts:1'], 'missing required argument'],
    [['duration', 'a.ts', '--by', 'x'], 'FILE:LINE'],
    [['hub', '--nats', 'nats://a'], 'comes later'],
    [['hub', '--tls-cert', 'f'], 'comes later'],
    [['hub', '--tokens', 'f'], 'comes later'],
    [['hub', '--port', '65536'], 'from 0 to 65535'],
    [['rm'], '--all'],
    [['rm', 'abcd', '--all'], '--all'],
    [['probes', '--hub', 'not an address'], 'not an address'],
  ])('%j', async (args, sentence) => {
    const run = runCommand({ url: 'ws://127.0.0.1:1', token: 't' }, ...args);
    expect(await run.code).toBe(2);
    expect(run.out()).toBe('');
    expect(run.err()).toContain(sentence);
  });
});

describe('a hub that cannot be used', () => {
  test('no hub', async () => {
    const run = runCommand({ url: 'ws://127.0.0.1:1', token: 't' }, 'probes', '--json');
    expect(await run.code).toBe(1);
    expect(run.out()).toBe('');
    expect(run.err()).toMatch(/^HUB_UNREACHABLE No hub answers at ws:\/\/127\.0\.0\.1:1\. .*\n$/);
  });

  test('a wrong token', async () => {
    const { url } = await startTestHub();
    const run = runCommand({ url, token: 'wrong' }, 'agents');
    expect(await run.code).toBe(1);
    expect(run.err()).toMatch(/^UNAUTHORIZED .*--token.*\n$/);
  });

  test('one that goes away while waiting', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--wait');
    agent.report({ probeId: await nextProbe() });
    await run.written.next(() => true);
    await hub.close();
    expect(await run.code).toBe(1);
    expect(run.err()).toMatch(/^HUB_UNREACHABLE /);
  });
});

describe('placing', () => {
  test('says where it is armed, as a sentence or as one document', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const text = runCommand(hub, 'snapshot', 'src/cart.ts:11', '--if', 'total > 1', '--watch', 'a', '--watch', 'b.c');
    agent.report({ probeId: await nextProbe() });
    expect(await text.code).toBe(0);
    expect(text.out()).toMatch(
      /^snapshot \w{8} at src\/cart\.ts:11, for 1h\n {2}shop on pod-1 \(pid 7\) {2}armed {2}bound at cart\.ts:12\n$/,
    );
    expect(text.err()).toBe('');

    const json = runCommand(hub, '--json', 'log', 'a.ts:1', 'x {y}', '--for', '30m', '--on', 'app=shop', '--hits', '3');
    const id = await nextProbe();
    agent.report({ probeId: id });
    expect(await json.code).toBe(0);
    expect(json.documents()).toMatchObject([
      {
        type: 'probe',
        probe: {
          id,
          spec: { kind: 'log', template: 'x {y}', maxHits: 3, expiresInMs: 1_800_000, target: { app: 'shop' } },
        },
        instances: [agent.instanceId],
        statuses: [{ instanceId: agent.instanceId, status: { state: 'armed' } }],
      },
    ]);
  });

  test('waits for every targeted instance, and not for pending without a reason', async () => {
    const hub = await startTestHub();
    const agents = [await connectAgent(hub), await connectAgent(hub, { pid: 8 })];
    const run = runCommand(hub, '--json', 'counter', 'a.ts:1');
    for (const [index, agent] of agents.entries()) {
      const { set } = await agent.changes.next((change) => change.set.length > 0);
      const probeId = set[0]?.id ?? '';
      agent.report({ probeId, state: 'pending' });
      if (index === 0) agent.report({ probeId });
      else agent.report({ probeId, state: 'pending', reason: scriptNotLoaded('a.ts') });
    }
    expect(await run.code).toBe(0);
    const [{ statuses }] = run.documents() as never as [{ statuses: { status: { state: string } }[] }];
    expect(statuses.map(({ status }) => status.state).sort()).toEqual(['armed', 'pending']);
  });

  test('failed everywhere: the sentence, nothing on stdout, the probe removed, exit 1', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'snapshot', 'shop.ts:12', '--json', '--wait');
    agent.report({ probeId: await nextProbe(), state: 'failed', reason: lineHasNoCode('shop.ts', 12, 14) });
    expect(await run.code).toBe(1);
    expect(run.out()).toBe('');
    expect(run.err()).toBe('LINE_HAS_NO_CODE shop.ts:12 has no executable code. Move the probe to line 14.\n');
    const client = await connectClient(hub);
    expect(client.atStart.probes).toEqual([]);
  });

  test('no target: placed all the same, the sentence on stderr, exit 0', async () => {
    const hub = await startTestHub();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--on', 'nobody', '--json');
    expect(await run.code).toBe(0);
    expect(run.err()).toMatch(/^NO_TARGET No running agent matches `app=nobody`/);
    expect(run.documents()).toMatchObject([{ type: 'probe', instances: [] }]);
  });

  test('a refused expression: column and reason, exit 1', async () => {
    const hub = await startTestHub();
    const run = runCommand(hub, 'counter', 'a.ts:1', '--if', 'total = 1');
    expect(await run.code).toBe(1);
    expect(run.out()).toBe('');
    expect(run.err()).toMatch(/^EXPRESSION_REFUSED Column \d+ of `total = 1`: /);
  });

  test('every kind reaches the hub with its options', async () => {
    const hub = await startTestHub();
    const commands = [
      ['snapshot', 'a.ts:1', '--frames', '2', '--depth', '4', '--watch', '-x', '--rate', '2', '--label', 'why'],
      ['log', 'a.ts:1', 'x', '--level', 'warn', '--to', 'both'],
      ['counter', 'a.ts:1', '--by', 'user.id'],
      ['tictoc', 'a.ts:1', 'b.ts:2', '--by', 'a', '--key', 'b'],
      ['metric', 'a.ts:1', 'cart.total * 2', '--by', 'a'],
    ];
    for (const args of commands) expect(await runCommand(hub, ...args).code).toBe(0);
    const client = await connectClient(hub);
    expect(client.atStart.probes.map(({ probe }) => probe.spec)).toMatchObject([
      { frames: 2, limits: { depth: 4 }, watches: [{ expression: '-x' }], ratePerSecond: 2, label: 'why' },
      { template: 'x', level: 'warn', to: 'both' },
      { by: 'user.id' },
      { to: { file: 'b.ts', line1: 2 }, by: 'a', key: 'b' },
      { value: 'cart.total * 2', by: 'a' },
    ]);
  });
});

describe('waiting', () => {
  test('prints captures until the hit limit, also those that came before every instance had answered', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--hits', '3', '--wait', '--json');
    const probeId = await nextProbe();
    await agent.deliver([someCapture(probeId)]);
    agent.report({ probeId });
    await run.written.next((text) => text.includes('"capture"'));
    await agent.deliver([someCapture(probeId), someCapture(probeId), someCapture(probeId)]);
    expect(await run.code).toBe(0);
    const types = run.documents().map(({ type }) => type);
    expect(types[0]).toBe('probe');
    expect(types.filter((type) => type === 'capture')).toHaveLength(3);
    expect(run.err()).toBe('');
  });

  test('exits 3 when not all came in time, with the reason', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'log', 'a.ts:1', 'x', '--hits', '2', '--wait=0.5', '--json');
    const probeId = await nextProbe();
    agent.report({ probeId });
    await agent.deliver([], [someLog(probeId)]);
    expect(await run.code).toBe(3);
    expect(run.documents().map(({ type }) => type)).toEqual(['probe', 'log']);
    expect(run.err()).toMatch(/^1 of 2 hits arrived in time\. The line has not run\. The probe stays/);
  });

  test('goes on without a target until one comes', async () => {
    const hub = await startTestHub();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--hits', '1', '--wait', '--json');
    await run.written.next((text) => text.includes('"probe"'));
    const agent = await connectAgent(hub);
    const probeId = agent.first.set[0]?.id ?? '';
    agent.report({ probeId });
    await agent.deliver([someCapture(probeId)]);
    expect(await run.code).toBe(0);
    expect(run.documents().map(({ type }) => type)).toContain('status');
  });

  test('fails when the file loads and the line has no code', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--wait');
    const probeId = await nextProbe();
    agent.report({ probeId, state: 'pending', reason: scriptNotLoaded('a.ts') });
    await run.written.next((text) => text.includes('pending'));
    agent.report({ probeId, state: 'failed', reason: lineHasNoCode('a.ts', 1) });
    expect(await run.code).toBe(1);
    expect(run.err()).toContain('LINE_HAS_NO_CODE');
  });

  test('numbers: prints what changes, exits 0 at the end when something was counted', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'tictoc', 'a.ts:1', 'a.ts:9', '--wait=1', '--json');
    const probeId = await nextProbe();
    agent.report({ probeId });
    await run.written.next((text) => text.includes('"probe"'));
    agent.report({ probeId, series: [{ count: 2, sum: 10, min: 4, max: 6, last: 6, buckets: [[800, 2]] }] });
    expect(await run.code).toBe(0);
    expect(run.documents().at(-1)).toMatchObject({
      type: 'status',
      probeId,
      series: [{ count: 2, sum: 10, mean: 5, min: 4, max: 6 }],
    });
  });

  test('numbers: exits 3 when nothing was counted', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'counter', 'a.ts:1', '--wait=0.3');
    agent.report({ probeId: await nextProbe() });
    expect(await run.code).toBe(3);
    expect(run.err()).toContain('Nothing was counted in time.');
  });

  test('expiry ends it with 3, removal by somebody else with 1', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const expiring = runCommand(hub, 'snapshot', 'a.ts:1', '--for', '1s', '--wait');
    agent.report({ probeId: await nextProbe() });
    expect(await expiring.code).toBe(3);
    expect(expiring.err()).toMatch(/^EXPIRED /);
    const removed = runCommand(hub, 'snapshot', 'a.ts:1', '--wait');
    const probeId = await nextProbe();
    agent.report({ probeId });
    await removed.written.next(() => true);
    expect(await runCommand(hub, 'rm', probeId).code).toBe(0);
    expect(await removed.code).toBe(1);
  });

  test('Ctrl-C is one sentence', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const run = runCommand(hub, 'snapshot', 'a.ts:1', '--wait');
    agent.report({ probeId: await nextProbe() });
    await run.written.next(() => true);
    run.interrupt();
    expect(await run.code).toBe(130);
    expect(run.err()).toMatch(/^The probe stays until it expires; `stillframe rm \w{8}` removes it\.\n$/);
  });
});

describe('reading', () => {
  test('tail follows everything and ends with Ctrl-C', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const snapshot = (await client.add(snapshotSpec())).probe.id;
    const counter = (await client.add({ kind: 'counter', at: { file: 'a.ts', line1: 1 } })).probe.id;
    const run = runCommand(hub, 'tail', '--json');
    // Subscribed when the first number arrives; reports repeat until then.
    const again = setInterval(() => agent.report({ probeId: counter, series: [{ count: ++count }] }), 20);
    let count = 0;
    await run.written.next((text) => text.includes('"status"'));
    clearInterval(again);
    await agent.deliver([someCapture(snapshot)]);
    await run.written.next((text) => text.includes('"capture"'));
    run.interrupt();
    expect(await run.code).toBe(0);
    expect(new Set(run.documents().map(({ type }) => type))).toEqual(new Set(['status', 'capture']));
  });

  test('tail of one probe ends with it', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const { probe } = await client.add(snapshotSpec({ maxHits: 1 }));
    await client.add(snapshotSpec());
    expect(await runCommand(hub, 'tail', '--probe', 'ffff').code).toBe(1);
    const run = runCommand(hub, 'tail', '--probe', probe.id.slice(-8));
    // Whether it subscribes before or after the last hit.
    await agent.deliver([someCapture(probe.id)]);
    expect(await run.code).toBe(0);
  });

  test('show prints a capture by a part of its id, escaped', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const { probe } = await client.add(snapshotSpec());
    const capture = someCapture(probe.id);
    await agent.deliver([capture]);
    const text = runCommand(hub, 'show', capture.id.slice(-8));
    expect(await text.code).toBe(0);
    expect(text.out()).toContain("note  'two\\nlines \\u001b[31m'");
    expect(text.out()).not.toContain('\u001b');
    const json = runCommand(hub, 'show', capture.id, '--json');
    expect(await json.code).toBe(0);
    expect(json.documents()).toEqual([{ type: 'capture', capture: { ...capture, instanceId: agent.instanceId } }]);
    const missing = runCommand(hub, 'show', 'ffffffff');
    expect(await missing.code).toBe(1);
    expect(missing.err()).toMatch(/^NOT_FOUND /);
  });

  test('captures are listed newest first, and by a trace or request id with the logs of the same', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const snapshot = (await client.add(snapshotSpec())).probe.id;
    const log = (await client.add({ kind: 'log', at: { file: 'a.ts', line1: 1 }, template: 'x' })).probe.id;
    const trace = { traceId: 'c0ffee'.padEnd(32, '0'), spanId: 'b'.repeat(16) };
    await agent.deliver(
      [
        someCapture(snapshot, { id: 'capture-one', trace, requestId: 'r-7' }),
        someCapture(snapshot, { id: 'capture-two' }),
      ],
      [{ ...someLog(log, 'of the request'), trace }, someLog(log, 'of another')],
    );
    const all = runCommand(hub, 'captures', '--json');
    expect(await all.code).toBe(0);
    expect(all.documents().map(({ capture }) => (capture as { id: string }).id)).toEqual([
      'capture-two',
      'capture-one',
    ]);

    const byTrace = runCommand(hub, 'captures', '--trace', trace.traceId);
    expect(await byTrace.code).toBe(0);
    expect(byTrace.out()).toContain(`trace ${trace.traceId} · span ${trace.spanId} · request r-7`);
    expect(byTrace.out()).toContain('of the request');
    expect(byTrace.out()).not.toContain('of another');

    const byRequest = runCommand(hub, 'captures', '--trace', 'r-7', '--json');
    expect(await byRequest.code).toBe(0);
    expect(byRequest.documents()).toMatchObject([{ type: 'capture', capture: { id: 'capture-one' } }]);
    const show = runCommand(hub, 'show', 'capture-one');
    expect(await show.code).toBe(0);
    expect(show.out()).toContain('request r-7');
  });

  test('export writes captures to a file, and show prints that file without a hub', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const probe = (await client.add(snapshotSpec())).probe.id;
    await agent.deliver([someCapture(probe, { id: 'capture-one' }), someCapture(probe, { id: 'capture-two' })], []);
    const folder = await mkdtemp(join(tmpdir(), 'stillframe-export-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'two.stillframe');
    const all = runCommand(hub, 'export', file, '--json');
    expect(await all.code).toBe(0);
    expect(all.documents()).toEqual([{ type: 'exported', file, captures: 2 }]);
    const read = parseCaptureFile(await readFile(file, 'utf8'));
    expect(read).toMatchObject({ file: { probes: [{ id: probe }], instances: [{ app: 'shop' }] } });

    const one = runCommand(hub, 'export', file, 'capture-one');
    expect(await one.code).toBe(0);
    expect(one.out()).toBe(`1 capture written to ${file}\n`);
    const show = runCommand(undefined, 'show', file, '--json');
    expect(await show.code).toBe(0);
    expect(show.documents()).toMatchObject([{ type: 'capture', capture: { id: 'capture-one' } }]);

    const none = runCommand(hub, 'export', file, '--trace', 'nowhere');
    expect(await none.code).toBe(1);
    expect(none.err()).toMatch(/^There are no such captures/);
  });

  test('pin keeps a capture and tells every client, up to the limit', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const probe = (await client.add(snapshotSpec({ maxHits: 1_000 }))).probe.id;
    const many = Array.from({ length: limits.pinnedCaptures + 1 }, (_, index) =>
      someCapture(probe, { id: `capture-${String(index).padStart(3, '0')}` }),
    );
    await agent.deliver(many, []);
    const pin = runCommand(hub, 'pin', 'capture-000', '--json');
    expect(await pin.code).toBe(0);
    expect(pin.documents()).toEqual([{ type: 'pinned', id: 'capture-000', pinned: true }]);
    await client.events.next((event) => event.method === 'captures/pinned' && event.params.ids[0] === 'capture-000');

    const rest = many.slice(1, limits.pinnedCaptures).map(({ id }) => id);
    expect(await runCommand(hub, 'pin', ...rest).code).toBe(0);
    const over = runCommand(hub, 'pin', `capture-${limits.pinnedCaptures}`);
    expect(await over.code).toBe(1);
    expect(over.err()).toContain('At most 100 captures can be pinned.');
    expect(await runCommand(hub, 'unpin', 'capture-000').code).toBe(0);
    expect((await client.request('captures/clear', {})).removed).toBe(2);
    const unknown = runCommand(hub, 'pin', 'nowhere');
    expect(await unknown.code).toBe(1);
    expect(unknown.err()).toMatch(/^NOT_FOUND /);
  });

  test('show says what is wrong with a file', async () => {
    const missing = runCommand(undefined, 'show', 'no/such.stillframe');
    expect(await missing.code).toBe(1);
    expect(missing.err()).toMatch(/^no\/such\.stillframe cannot be read: ENOENT.* Name a \.stillframe file\.$/m);
    const other = runCommand(undefined, 'show', import.meta.filename);
    expect(await other.code).toBe(1);
    expect(other.err()).toContain('it is not JSON');
  });

  test('a listed probe says what was lost and where, a listed agent that it gave up', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const client = await connectClient(hub);
    await client.add(snapshotSpec());
    const probeId = await nextProbe();
    const counts = { hits: 9, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 9, dropped: 3 };
    agent.report({ probeId, counts, drops: { queue: 0, outbox: 2, refused: 1, exit: 0 } });
    agent.load(0, { failure: agentGaveUp('5 faults of its own.') });
    await client.viewOf(probeId, ({ statuses }) => statuses.length > 0);
    const probes = runCommand(hub, 'probes');
    expect(await probes.code).toBe(0);
    expect(probes.out()).toContain(
      '3 captures were lost: 2 while the hub was away or slow for too long, 1 too large for the hub',
    );
    const agents = runCommand(hub, 'agents');
    expect(await agents.code).toBe(0);
    expect(agents.out()).toContain('failed');
  });

  test('why says why nothing arrived and what would help, for people and as a document', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const client = await connectClient(hub);
    await client.add(snapshotSpec({ condition: 'total > 3' }));
    const id = await nextProbe();
    const counts = { hits: 12, conditionFalse: 12, conditionFailed: 0, throttled: 0, captured: 0, dropped: 0 };
    agent.report({ probeId: id, counts });
    await client.viewOf(id, ({ statuses }) => statuses.length > 0);
    const why = runCommand(hub, 'why', id.slice(-8));
    expect(await why.code).toBe(0);
    expect(why.out()).toBe(
      'snapshot src/cart.ts:12\nIts condition `total > 3` was false all 12 times the line ran.\n' +
        'Next: place it again with another expression\n',
    );
    await runCommand(hub, 'pause').code;
    const paused = runCommand(hub, 'why', id, '--json');
    expect(await paused.code).toBe(0);
    expect(paused.documents()).toEqual([
      {
        type: 'why',
        probeId: id,
        answer: 'All probes are paused.',
        facts: ['Its condition `total > 3` was false all 12 times the line ran.'],
        next: ['stillframe resume'],
      },
    ]);
    const unknown = runCommand(hub, 'why', 'ffff');
    expect(await unknown.code).toBe(1);
    expect(unknown.err()).toContain('There is no probe ffff.');
  });

  test('disable takes a probe out, enable brings it back, and both say so', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const client = await connectClient(hub);
    await client.add(snapshotSpec());
    const id = await nextProbe();
    const disabled = runCommand(hub, 'disable', id, '--json');
    expect(await disabled.code).toBe(0);
    expect(disabled.documents()).toEqual([{ type: 'enabled', id, enabled: false }]);
    expect(await agent.changes.next(({ set }) => set.length > 0)).toMatchObject({ set: [{ id, enabled: false }] });
    const enabled = runCommand(hub, 'enable', id);
    expect(await enabled.code).toBe(0);
    expect(enabled.out()).toBe(`enabled ${id}\n`);
    expect(await nextProbe()).toBe(id);
    const unknown = runCommand(hub, 'disable', 'ffff');
    expect(await unknown.code).toBe(1);
    expect(unknown.err()).toContain('There is no probe ffff.');
  });

  test('renew and retarget say what they did', async () => {
    const { hub, agent, nextProbe } = await hubWithAgent();
    const client = await connectClient(hub);
    await client.add(snapshotSpec());
    const id = await nextProbe();
    const renewed = runCommand(hub, 'renew', id, '--json');
    expect(await renewed.code).toBe(0);
    expect(renewed.documents()).toEqual([{ type: 'renewed', id }]);
    const moved = runCommand(hub, 'retarget', 'app=web,any', id);
    expect(await moved.code).toBe(0);
    expect(moved.out()).toBe(`${id} is for app=web,any now\n`);
    expect(await agent.changes.next(({ remove }) => remove.length > 0)).toMatchObject({ remove: [id] });
    expect(await runCommand(hub, 'retarget', 'app=', id).code).toBe(2);
  });

  test('agents and probes are tables, or a document each', async () => {
    const { hub, agent } = await hubWithAgent();
    const client = await connectClient(hub);
    const { probe } = await client.add(snapshotSpec({ label: 'why\u001b[2J' }));
    agent.report({ probeId: probe.id });
    await client.viewOf(probe.id, ({ statuses }) => statuses.length === 1);
    const agents = runCommand(hub, 'agents');
    expect(await agents.code).toBe(0);
    expect(agents.out().split('\n')[1]).toMatch(/^shop +– +pod-1 +7 +v24/);
    const probes = runCommand(hub, 'probes');
    expect(await probes.code).toBe(0);
    expect(probes.out().split('\n')[1]).toMatch(/snapshot +src\/cart\.ts:12 +armed +0\/10 .*why\\u001b\[2J$/);
    const json = runCommand(hub, 'probes', '--json');
    expect(await json.code).toBe(0);
    expect(json.documents()).toMatchObject([{ type: 'probe', probe: { id: probe.id } }]);
    const instances = runCommand(hub, 'agents', '--json');
    expect(await instances.code).toBe(0);
    expect(instances.documents()).toMatchObject([{ type: 'instance', connected: true, instance: { app: 'shop' } }]);
  });

  test('rm, pause and resume do and say so', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const one = (await client.add(snapshotSpec())).probe.id;
    await client.add(snapshotSpec());
    const rm = runCommand(hub, 'rm', one, 'ffffffff', '--json');
    expect(await rm.code).toBe(1);
    expect(rm.documents()).toEqual([{ type: 'removed', id: one }]);
    expect(rm.err()).toMatch(/^NOT_FOUND There is no probe ffffffff\./);
    expect(await runCommand(hub, 'pause').code).toBe(0);
    await client.events.next((event) => event.method === 'paused/changed' && event.params.paused);
    expect(await runCommand(hub, 'resume').code).toBe(0);
    await client.events.next((event) => event.method === 'paused/changed' && !event.params.paused);
    expect(await runCommand(hub, 'rm', '--all').code).toBe(0);
    expect(await runCommand(hub, 'rm', '--all').code).toBe(0);
    expect((await client.request('probes/list', {})).probes).toEqual([]);
  });
});
