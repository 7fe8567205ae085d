import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { v7 as uuid } from 'uuid';
import type { LinkConfig } from '../config.ts';
import type { ToLink, ToProbe } from '../shared/messages.ts';
import { createAppThread } from './appThread.ts';
import { buildCapture } from './captureBuilder.ts';
import { createTapeReader, decodeValue } from './decodeValue.ts';
import { findHub } from './hubAddress.ts';
import { startHubLink, type HubPeer } from './hubLink.ts';
import { identify } from './identity.ts';
import { createOutbox } from './outbox.ts';
import { createProbeBook } from './probeBook.ts';
import { createRedaction, overlap } from './redaction.ts';
import { maxValueLength, renderLog } from './renderLog.ts';
import { startReports } from './reports.ts';
import { createScripts } from './scripts.ts';

/** The link thread: everything that need not happen on the app's thread. Composition only. */
function main(config: LinkConfig, port: NonNullable<typeof parentPort>): void {
  const instance = identify(config);
  const redaction = createRedaction(config.redact);
  const app = createAppThread((message: ToProbe) => port.postMessage(message));
  const scripts = createScripts(app);
  let peer: HubPeer | undefined;

  const schedule = (callback: () => void, ms: number) => {
    // Longer than a timer can hold would fire at once.
    const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  };
  const outbox = createOutbox((probeId) => {
    const record = book.records.get(probeId);
    if (record !== undefined) record.droppedLater++;
  });
  const flush = () => {
    const to = peer;
    if (to === undefined) return;
    // Rejected: the connection is gone, and the next one flushes again.
    outbox.flush((captures, logs) => to.request('agent/deliver', { captures, logs })).catch(() => {});
  };
  const book = createProbeBook({
    app,
    scripts,
    redaction,
    budgetShare: config.budgetShare,
    schedule,
    onState: () => reports.soon(),
  });
  const reports = startReports({
    records: book.records,
    redaction,
    tick: (intervalMs) => book.tick(intervalMs),
    peer: () => peer,
    schedule,
  });

  const onCapture = async (message: Extract<ToLink, { type: 'capture' }>) => {
    const record = book.byNumber(message.probe);
    const layout = record?.layouts.get(message.place);
    if (record?.planned === undefined || layout === undefined) return;
    const { planned, probe } = record;
    const { instanceId } = instance;
    const capture = await buildCapture(message, { probeId: probe.id, instanceId, planned, layout, scripts, redaction });
    const { action } = planned.plan;
    const shownLength = action.kind === 'snapshot' ? action.limits.stringLength - overlap : 0;
    outbox.put({ kind: 'capture', capture: redaction.capture(capture, shownLength) });
    flush();
  };

  const onLog = (message: Extract<ToLink, { type: 'log' }>) => {
    const record = book.byNumber(message.probe);
    if (record?.planned === undefined || record.probe.spec.kind !== 'log') return;
    const { planned, probe } = record;
    const { level, to } = record.probe.spec;
    const { action } = planned.plan;
    const programs = action.kind === 'log' ? action.parts.map((part) => planned.plan.programs[part]) : [];
    const reader = createTapeReader(message.tape);
    const given = message.failures.flatMap((failure, index) => {
      const program = programs[index];
      return failure === null && program !== undefined ? [{ value: decodeValue(reader, redaction), program }] : [];
    });
    const values = redaction.results(given, maxValueLength);
    const parts = message.failures.map((failure) => {
      const value = failure === null ? values.shift() : undefined;
      return value ?? { failure: failure ?? 'it is missing from the plan.' };
    });
    // The whole line too: `Bearer {value}` makes a secret of two parts.
    const text = redaction.text(renderLog(planned.texts, parts));
    if (to !== 'editor') writeToStdout(`${text}\n`);
    if (to === 'stdout') return;
    const log = { id: uuid(), probeId: probe.id, instanceId: instance.instanceId, atMs: message.atMs, level, text };
    outbox.put({ kind: 'log', log });
    flush();
  };

  port.on('message', (message: ToLink) => {
    if (message.type === 'answer') app.settle(message);
    else if (message.type === 'capture') void book.inOrder(() => onCapture(message));
    else if (message.type === 'log') onLog(message);
    else if (message.type === 'disabled') reports.disarmed(message.stallMs);
    else book.heard(message);
  });

  startHubLink({
    findHub: () => findHub(config),
    instance,
    schedule,
    handlers: {
      'probes/change': (change) => book.change(change),
      'redaction/changed': ({ rules }) => redaction.change(rules),
    },
    onUp: (up) => {
      peer = up;
      reports.all();
      flush();
    },
    onDown: () => {
      peer = undefined;
    },
  });
}

/** Past the app's own stream: it must not wait for the app's thread. A full pipe loses the line. */
function writeToStdout(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // EAGAIN or EPIPE: nobody reads.
  }
}

if (parentPort !== null) main(workerData as LinkConfig, parentPort);
