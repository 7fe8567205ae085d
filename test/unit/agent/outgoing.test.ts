import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { createOutgoing, exitFlushMs, maxWaitingBytes, maxWaitingMessages } from '../../../agent/src/probe/outgoing.ts';
import { createFlow, flowCell, messageBytes } from '../../../agent/src/shared/flow.ts';
import type { ToLink } from '../../../agent/src/shared/messages.ts';
import { tag } from '../../../agent/src/shared/tape.ts';

const trace = { traceId: null, spanId: null, requestId: null };
const log = (text = ''): ToLink => ({ type: 'log', probe: 1, atMs: 0, tape: [tag.String, text], failures: [], trace });
const finished: ToLink = { type: 'finished', probe: 1 };

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** A link thread that reads nothing. */
function stuck() {
  const channel = new MessageChannel();
  channels.push(channel);
  const flow = createFlow();
  let stucks = 0;
  const outgoing = createOutgoing({ port: channel.port1, flow, answer: () => {}, onStuck: () => stucks++ });
  return { flow, outgoing, stucks: () => stucks };
}

test('records beyond the limit are let go, and taken again as the link thread goes on', () => {
  const { flow, outgoing } = stuck();
  for (let count = 0; count < maxWaitingMessages; count++) expect(outgoing.send(log())).toBe(true);
  expect(outgoing.send(log())).toBe(false);
  // What steers the probes still passes.
  expect(outgoing.send(finished)).toBe(true);
  flow.done[flowCell.messages] = 2;
  expect(outgoing.send(log())).toBe(true);
  expect(outgoing.send(log())).toBe(false);
});

test('large records count by what they take', () => {
  const { outgoing } = stuck();
  const large = log('x'.repeat(1_048_576));
  const fitting = Math.ceil(maxWaitingBytes / messageBytes(large));
  for (let count = 0; count < fitting; count++) expect(outgoing.send(large)).toBe(true);
  expect(outgoing.send(large)).toBe(false);
});

test('a link thread that reads nothing at all is given up, once', () => {
  const { outgoing, stucks } = stuck();
  for (let count = 0; count < 50_000; count++) outgoing.send(finished);
  expect(stucks()).toBe(0);
  expect(outgoing.send(finished)).toBe(false);
  expect(outgoing.send(finished)).toBe(false);
  expect(stucks()).toBe(1);
});

test('the end of the process waits for it no longer than said, however often it is asked', () => {
  const { outgoing } = stuck();
  const startedMs = performance.now();
  for (let count = 0; count < 20; count++) {
    outgoing.send(log());
    outgoing.flush();
  }
  // Twenty whole waits would be five seconds.
  expect(performance.now() - startedMs).toBeLessThan(exitFlushMs * 10);
});
