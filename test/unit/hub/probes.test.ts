import { describe, expect, test } from 'vitest';
import { connectAgent, someCapture, someLog } from './support/agent.ts';
import { connectClient, snapshotSpec } from './support/client.ts';
import { startTestHub, temporaryDir } from './support/hub.ts';

const idsOf = (probes: readonly { id: string }[]) => probes.map(({ id }) => id);

describe('what agents are told', () => {
  test('the answer to hello, then everything, then only differences', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const { probe: one } = await client.add(snapshotSpec());
    const agent = await connectAgent(hub);
    expect(agent.first).toMatchObject({ reset: true, paused: false, remove: [] });
    expect(idsOf(agent.first.set)).toEqual([one.id]);
    const { probe: two } = await client.add(snapshotSpec({ condition: 'total > 3' }));
    expect(await agent.changes.next(() => true)).toEqual({
      reset: false,
      resume: false,
      paused: false,
      remove: [],
      set: [two],
    });
    await client.request('probes/remove', { ids: [one.id] });
    expect(await agent.changes.next(() => true)).toMatchObject({ reset: false, set: [], remove: [one.id] });
  });

  test('an agent that reconnects is told everything anew and is one instance', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const { probe } = await client.add(snapshotSpec());
    const before = await connectAgent(hub);
    const after = await connectAgent(hub, { instanceId: before.instanceId });
    expect(idsOf(after.first.set)).toEqual([probe.id]);
    await before.close();
    const { instances } = await client.request('agents/list', {});
    expect(instances).toMatchObject([{ connected: true, instance: { instanceId: before.instanceId } }]);
  });

  test('an update starts over: removed and set in one message, counts forgotten', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec({ maxHits: 1 }));
    await agent.deliver([someCapture(probe.id)]);
    await client.viewOf(probe.id, ({ ended }) => ended === 'done');
    const updated = await client.request('probe/update', { id: probe.id, spec: snapshotSpec({ maxHits: 2 }) });
    expect(updated.probe).toMatchObject({ accepted: 0, statuses: [], instances: [agent.instanceId] });
    expect(updated.probe.ended).toBeUndefined();
    const change = await agent.changes.next(({ set }) => set.some(({ spec }) => spec.maxHits === 2));
    expect(change.set[0]?.id).toBe(probe.id);

    await client.request('probe/update', { id: probe.id, spec: snapshotSpec({ maxHits: 3 }) });
    expect(await agent.changes.next(({ set }) => set.length > 0)).toMatchObject({ remove: [probe.id] });
  });

  test('disabling and pausing are told, and pausing outlives the hub', async () => {
    const dataDir = temporaryDir();
    const hub = await startTestHub({ dataDir });
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec());
    await client.request('probes/enable', { ids: [probe.id], enabled: false });
    await agent.changes.next(({ set }) => set[0]?.enabled === false);
    await client.request('probes/pause', { paused: true });
    expect(await agent.changes.next(({ paused }) => paused)).toMatchObject({ set: [], remove: [] });
    await hub.close();
    const again = await startTestHub({ dataDir });
    expect((await connectAgent(again)).first).toMatchObject({ paused: true, set: [{ id: probe.id, enabled: false }] });
  });

  test('many probes come in messages of a bounded size', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    for (let line1 = 1; line1 <= 250; line1++) await client.add(snapshotSpec({ at: { file: 'a.ts', line1 } }));
    const agent = await connectAgent(hub);
    await agent.changes.next(({ set }) => set.some(({ spec }) => spec.at.line1 === 250));
    expect(agent.changes.all.map(({ reset, set }) => [reset, set.length])).toEqual([
      [true, 100],
      [false, 100],
      [false, 50],
    ]);
  });
});

describe('targets', () => {
  test('a probe reaches exactly the instances its selector names', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const shop = await connectAgent(hub, { app: 'shop', tags: { region: 'eu' } });
    const other = await connectAgent(hub, { app: 'mail', pid: 8, tags: { region: 'eu' } });
    const byApp = await client.add(snapshotSpec({ target: { app: 'shop' } }));
    const byTag = await client.add(snapshotSpec({ target: { tags: { region: 'eu' } } }));
    const byPid = await client.add(snapshotSpec({ target: { pid: 8 } }));
    const nobody = await client.add(snapshotSpec({ target: { app: 'none' } }));
    expect(byApp.instances).toEqual([shop.instanceId]);
    expect([...byTag.instances].sort()).toEqual([shop.instanceId, other.instanceId].sort());
    expect(byPid.instances).toEqual([other.instanceId]);
    expect(nobody.instances).toEqual([]);
    const late = await connectAgent(hub, { app: 'none' });
    expect(idsOf(late.first.set)).toEqual([nobody.probe.id]);
  });

  test('any one: one instance, and another when that one leaves', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agents = [await connectAgent(hub), await connectAgent(hub)];
    const { probe, instances } = await client.add(snapshotSpec({ target: { anyOne: true } }));
    expect(instances).toHaveLength(1);
    const chosen = agents.find(({ instanceId }) => instanceId === instances[0]);
    const spare = agents.find((agent) => agent !== chosen);
    await connectAgent(hub);
    expect((await client.request('probes/list', {})).probes[0]?.instances).toEqual(instances);
    await chosen?.close();
    const moved = await client.viewOf(probe.id, (view) => !view.instances.includes(instances[0] ?? ''));
    expect(moved.instances).toHaveLength(1);
    expect(spare?.changes.all.length).toBeGreaterThan(0);
  });

  test('a canary is widened: the others get it, and the first keeps what it counted', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agents = [await connectAgent(hub), await connectAgent(hub)];
    const { probe, instances } = await client.add(snapshotSpec({ target: { anyOne: true } }));
    const first = agents.find(({ instanceId }) => instanceId === instances[0]);
    const other = agents.find((agent) => agent !== first);
    await first?.changes.next(({ set }) => set.length > 0);
    first?.report({ probeId: probe.id });
    await client.viewOf(probe.id, ({ statuses }) => statuses.length === 1);

    await client.request('probes/retarget', { ids: [probe.id], target: {} });
    expect(await other?.changes.next(({ set }) => set.length > 0)).toMatchObject({ remove: [] });
    // The same probe with another target, not removed first: it goes on.
    expect(await first?.changes.next(({ set }) => set.length > 0)).toMatchObject({
      remove: [],
      set: [{ id: probe.id, spec: { target: {} } }],
    });
    const wide = await client.viewOf(probe.id, (view) => view.instances.length === 2);
    expect(wide.statuses).toHaveLength(1);

    await client.request('probes/retarget', { ids: [probe.id], target: { instanceId: other?.instanceId } });
    expect(await first?.changes.next(({ remove }) => remove.length > 0)).toMatchObject({ remove: [probe.id] });
  });

  test('moved to another line, a probe goes on; a bad line is refused', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec());
    await agent.changes.next(({ set }) => set.length > 0);
    const at = { file: 'src/cart.ts', line1: 14, text: 'return total;' };
    await client.request('probe/move', { id: probe.id, at });
    expect(await agent.changes.next(({ set }) => set.length > 0)).toMatchObject({
      remove: [],
      set: [{ spec: { at } }],
    });
    await expect(client.request('probe/move', { id: probe.id, at: { ...at, line1: 0 } })).rejects.toThrow('line1');
  });

  test('two canaries are spread', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    await connectAgent(hub);
    await connectAgent(hub);
    const one = await client.add(snapshotSpec({ target: { anyOne: true } }));
    const two = await client.add(snapshotSpec({ target: { anyOne: true } }));
    expect(one.instances).not.toEqual(two.instances);
  });
});

describe('the fleet-wide hit limit', () => {
  test('of two agents that both overshoot, exactly maxHits captures are kept', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agents = [await connectAgent(hub), await connectAgent(hub, { pid: 8 })];
    const { probe } = await client.add(snapshotSpec({ maxHits: 10 }));
    const batches = agents.flatMap((agent) =>
      Array.from({ length: 4 }, () => agent.deliver([1, 2, 3].map(() => someCapture(probe.id)))),
    );
    const stored = (await Promise.all(batches)).reduce((sum, answer) => sum + answer.stored, 0);
    expect(stored).toBe(10);
    const view = await client.viewOf(probe.id, ({ ended }) => ended !== undefined);
    expect(view).toMatchObject({ accepted: 10, ended: 'done', instances: [] });
    expect((await client.request('captures/list', { probeId: probe.id })).captures).toHaveLength(10);
    for (const agent of agents) await agent.changes.next(({ remove }) => remove.includes(probe.id));
  });

  test('a capture sent twice is stored and counted once', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec({ maxHits: 3 }));
    const capture = someCapture(probe.id);
    expect(await agent.deliver([capture, capture])).toEqual({ stored: 1 });
    expect(await agent.deliver([capture])).toEqual({ stored: 0 });
    const view = await client.viewOf(probe.id, ({ accepted }) => accepted > 0);
    expect(view.accepted).toBe(1);
    const { captures } = await client.request('captures/list', {});
    expect(captures).toEqual([{ ...capture, instanceId: agent.instanceId }]);
  });

  test('logs have theirs, and records of another kind or of no probe are let go', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add({ kind: 'log', at: { file: 'a.ts', line1: 1 }, template: 'x {y}', maxHits: 2 });
    expect(await agent.deliver([someCapture(probe.id)], [someLog('no-such-probe')])).toEqual({ stored: 0 });
    expect(await agent.deliver([], [someLog(probe.id, 'a'), someLog(probe.id, 'b'), someLog(probe.id, 'c')])).toEqual({
      stored: 2,
    });
    const { logs } = await client.request('logs/list', { probeId: probe.id });
    expect(logs.map(({ text }) => text)).toEqual(['a', 'b']);
    await client.viewOf(probe.id, ({ ended }) => ended === 'done');
  });

  test('a counter with a limit is done when the instances have counted it', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add({ kind: 'counter', at: { file: 'a.ts', line1: 1 }, maxHits: 5 });
    const counts = { hits: 5, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 5, dropped: 0 };
    agent.report({ probeId: probe.id, counts, series: [{ count: 5 }] });
    await client.viewOf(probe.id, ({ ended }) => ended === 'done');
    await agent.changes.next(({ remove }) => remove.includes(probe.id));
  });
});

describe('life of a probe', () => {
  test('renewed, one that goes on keeps its counts and lives on; one that ended starts over', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec({ maxHits: 2, expiresInMs: 60_000 }));
    await agent.deliver([someCapture(probe.id)]);
    await client.request('probes/renew', { ids: [probe.id] });
    const longer = await client.viewOf(probe.id, (view) => view.probe.expiresAtMs > probe.expiresAtMs);
    expect(longer).toMatchObject({ accepted: 1, probe: { createdAtMs: probe.createdAtMs } });
    const told = await agent.changes.next(({ set }) => set.some(({ expiresAtMs }) => expiresAtMs > probe.expiresAtMs));
    expect(told.remove).toEqual([]);

    await agent.deliver([someCapture(probe.id)]);
    await client.viewOf(probe.id, ({ ended }) => ended === 'done');
    await client.request('probes/renew', { ids: [probe.id] });
    const anew = await client.viewOf(probe.id, ({ accepted }) => accepted === 0);
    expect(anew.ended).toBeUndefined();
    expect(anew.instances).toEqual([agent.instanceId]);
    await expect(client.request('probes/renew', { ids: ['none'] })).rejects.toThrow('There is no probe none.');
  });

  test('expires: agents are told to remove it, editors that it expired', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add(snapshotSpec({ expiresInMs: 1_000 }));
    await agent.changes.next(({ remove }) => remove.includes(probe.id));
    expect(Date.now()).toBeGreaterThanOrEqual(probe.expiresAtMs);
    await client.viewOf(probe.id, ({ ended }) => ended === 'expired');
  });

  test('is forgotten some time after it ended', async () => {
    const hub = await startTestHub({ timings: { keepEndedMs: 10 } });
    const client = await connectClient(hub);
    const { probe } = await client.add(snapshotSpec({ expiresInMs: 1_000 }));
    await client.events.next((event) => event.method === 'probe/removed' && event.params.id === probe.id);
  });

  test('a lost agent is shown as such, its numbers stay, and it is forgotten', async () => {
    const hub = await startTestHub({ timings: { forgetAgentMs: 30 } });
    const client = await connectClient(hub);
    const agent = await connectAgent(hub);
    const { probe } = await client.add({ kind: 'counter', at: { file: 'a.ts', line1: 1 } });
    const counts = { hits: 3, conditionFalse: 0, conditionFailed: 0, throttled: 0, captured: 3, dropped: 0 };
    agent.report({ probeId: probe.id, counts, series: [{ count: 3 }] });
    agent.load(0.5);
    await client.events.next((event) => event.method === 'instance/changed' && event.params.load?.cpu === 0.5);
    await agent.close();
    const lost = await client.viewOf(probe.id, ({ instances }) => instances.length === 0);
    expect(lost.statuses[0]?.status).toMatchObject({
      state: 'pending',
      reason: { code: 'AGENT_LOST' },
      series: [{ count: 3 }],
    });
    await client.events.next((event) => event.method === 'instance/gone');
    expect((await client.request('agents/list', {})).instances).toEqual([]);
    expect((await client.request('probes/list', {})).probes[0]?.statuses).toHaveLength(1);
  });

  test('bad expressions are refused with the column, and nothing is placed', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const at = { file: 'a.ts', line1: 1 };
    for (const spec of [
      snapshotSpec({ condition: 'a + drop()' }),
      snapshotSpec({ watches: [{ expression: 'a = 1' }] }),
      { kind: 'log' as const, at, template: 'hello {' },
      { kind: 'counter' as const, at, by: 'a b' },
      { kind: 'metric' as const, at, value: 'new X' },
      { kind: 'tictoc' as const, at, to: at, key: 'f()' },
    ]) {
      await expect(client.add(spec)).rejects.toMatchObject({
        user: { code: 'EXPRESSION_REFUSED', column1: expect.any(Number) },
      });
    }
    expect((await client.request('probes/list', {})).probes).toEqual([]);
  });

  test('a snapshot may take a thousand hits and not one more', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    await expect(client.add(snapshotSpec({ maxHits: 1_000 }))).resolves.toBeDefined();
    await expect(client.add(snapshotSpec({ maxHits: 1_001 }))).rejects.toMatchObject({ user: { code: 'BAD_REQUEST' } });
  });

  test('removal takes ids or parts of them, and says what is not there', async () => {
    const hub = await startTestHub();
    const client = await connectClient(hub);
    const one = (await client.add(snapshotSpec())).probe.id;
    const two = (await client.add(snapshotSpec())).probe.id;
    await expect(client.request('probes/remove', { ids: [one.slice(0, 8)] })).rejects.toMatchObject({
      user: { code: 'BAD_REQUEST', message: expect.stringContaining('fits 2 probes') as string },
    });
    expect(await client.request('probes/remove', { ids: [one, 'nothing'] })).toEqual({ ids: [one] });
    await expect(client.request('probes/remove', { ids: [one] })).rejects.toMatchObject({
      user: { code: 'NOT_FOUND' },
    });
    await expect(client.request('probes/remove', { ids: [two.slice(0, 3)] })).rejects.toThrow();
    expect(await client.request('probes/remove', { ids: [two.slice(-4)] })).toEqual({ ids: [two] });
  });
});
