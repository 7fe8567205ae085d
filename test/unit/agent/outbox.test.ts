import { expect, test } from 'vitest';
import { StillframeError, badRequest, limits, type Capture, type LogRecord } from '@stillframe/protocol';
import { createOutbox } from '../../../agent/src/link/outbox.ts';

const log = (id: number, text = ''): { kind: 'log'; log: LogRecord } => ({
  kind: 'log',
  log: { id: String(id), probeId: 'p', instanceId: 'i', atMs: 0, level: 'info', text },
});

async function drain(outbox: ReturnType<typeof createOutbox>): Promise<string[][]> {
  const batches: string[][] = [];
  await outbox.flush(async (_captures, logs) => batches.push(logs.map(({ id }) => id)));
  return batches;
}

test('delivers in order, in batches of a hundred', async () => {
  const outbox = createOutbox(() => {});
  for (let id = 0; id < 250; id++) outbox.put(log(id));
  const batches = await drain(outbox);
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(batches.flat()).toEqual(Array.from({ length: 250 }, (_, id) => String(id)));
  expect(await drain(outbox)).toEqual([]);
});

test('keeps what could not be delivered and sends it again', async () => {
  const outbox = createOutbox(() => {});
  outbox.put(log(1));
  await expect(outbox.flush(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await drain(outbox)).toEqual([['1']]);
});

test('takes in more while a delivery is on its way, and loses none', async () => {
  const outbox = createOutbox(() => {});
  outbox.put(log(1));
  const seen: string[] = [];
  await outbox.flush(async (_captures, logs) => {
    if (seen.length === 0) outbox.put(log(2));
    seen.push(...logs.map(({ id }) => id));
  });
  expect(seen).toEqual(['1', '2']);
});

test('holds 2,000 items; beyond that the oldest go and are counted', async () => {
  const dropped: string[] = [];
  const outbox = createOutbox((probeId) => dropped.push(probeId));
  for (let id = 0; id < 2_000; id++) outbox.put(log(id));
  expect(dropped).toEqual([]);
  outbox.put(log(2_000));
  expect(dropped).toEqual(['p']);
  expect((await drain(outbox)).flat().at(0)).toBe('1');
});

test('holds 16 MB; beyond that the oldest go', async () => {
  const dropped: string[] = [];
  const outbox = createOutbox((probeId) => dropped.push(probeId));
  const megabyte = 'x'.repeat(1_048_576);
  for (let id = 0; id < 16; id++) outbox.put(log(id, megabyte));
  expect(dropped).toHaveLength(1);
  // A large item travels alone: one message stays below what the hub takes.
  expect((await drain(outbox)).every((batch) => batch.length === 1)).toBe(true);
});

test('an item the hub refuses is dropped and counted; the others arrive', async () => {
  const dropped: string[] = [];
  const outbox = createOutbox((probeId) => dropped.push(probeId));
  for (const id of [1, 2, 3]) outbox.put(log(id));
  const arrived: string[] = [];
  await outbox.flush(async (_captures, logs) => {
    if (logs.some(({ id }) => id === '2')) throw new StillframeError(badRequest('nonsense'));
    arrived.push(...logs.map(({ id }) => id));
  });
  expect(arrived).toEqual(['1', '3']);
  expect(dropped).toEqual(['p']);
});

const capture = (text: string): { kind: 'capture'; capture: Capture } => ({
  kind: 'capture',
  capture: {
    id: 'c',
    probeId: 'p',
    instanceId: 'i',
    atMs: 0,
    hit: 1,
    frames: [
      {
        name: 'f',
        file: '/a.js',
        line1: 1,
        column1: 1,
        origin: 'app',
        scopes: [{ kind: 'local', variables: [{ k: 'text', v: { t: 'string', v: text } }] }],
      },
    ],
    watches: [],
    cost: { totalNs: 0, pauseNs: 0 },
    notes: [],
  },
});

test('a capture that is larger than the hub takes arrives without its values, and says so', async () => {
  const outbox = createOutbox(() => {});
  // Three bytes each on the wire.
  outbox.put(capture('€'.repeat(1_400_000)));
  const arrived: Capture[] = [];
  await outbox.flush(async (captures) => arrived.push(...captures));
  expect(arrived[0]?.frames).toMatchObject([{ name: 'f', file: '/a.js', line1: 1 }]);
  expect(arrived[0]?.frames[0]?.scopes).toBeUndefined();
  expect(arrived[0]?.notes[0]).toContain('too large for the hub (5 MB)');
});

test('a log that is larger than the hub takes is lost, and counted as that', () => {
  const lost: string[] = [];
  const outbox = createOutbox((_probeId, loss) => lost.push(loss));
  outbox.put(log(1, 'x'.repeat(limits.messageBytes)));
  expect(lost).toEqual(['refused']);
  expect(outbox.isEmpty).toBe(true);
});

test('only what is not on its way counts as unsent', async () => {
  const outbox = createOutbox(() => {});
  for (let id = 0; id < 101; id++) outbox.put(log(id));
  let answer = (_value: unknown) => {};
  const flushed = outbox.flush(() => new Promise((resolve) => (answer = resolve)));
  expect(outbox.unsent()).toEqual(['p']);
  answer(0);
  await Promise.resolve();
  answer(0);
  await flushed;
  expect(outbox.unsent()).toEqual([]);
});
