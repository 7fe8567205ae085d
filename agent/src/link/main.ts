import { writeSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import { v7 as uuid } from 'uuid';
import type { LinkStart } from '../config.ts';
import { breakerLimits, createBreaker } from '../shared/breaker.ts';
import { flowCell, messageBytes, signalCell, wakeAppThread } from '../shared/flow.ts';
import { machineMs } from '../shared/machineClock.ts';
import type { FromLink, ToLink, ToProbe } from '../shared/messages.ts';
import { createAppThread } from './appThread.ts';
import { createCallerNames } from './callerNames.ts';
import { buildCapture } from './captureBuilder.ts';
import { createTapeReader, decodeValue } from './decodeValue.ts';
import { startDelivery } from './delivery.ts';
import { findHub } from './hubAddress.ts';
import { createFunctionNames } from './functionNames.ts';
import { startHubLink, type HubPeer } from './hubLink.ts';
import { identify } from './identity.ts';
import { createProbeBook } from './probeBook.ts';
import { createRedaction, overlap } from './redaction.ts';
import { maxValueLength, renderLog } from './renderLog.ts';
import { probeShare, startReports } from './reports.ts';
import { parseRequestId } from './requestId.ts';
import { createScripts } from './scripts.ts';
import { traceFields } from './traceFields.ts';
import { createVitals } from './vitals.ts';

/** The link thread: everything that need not happen on the app's thread. Composition only. */
function main({ config, failure, port, flow, thread, systemThread }: LinkStart): void {
  const instance = identify(config, thread);
  const redaction = createRedaction(config.redact);
  const breaker = createBreaker(config.budgetShare, breakerLimits);
  let peer: HubPeer | undefined;
  let isArmed = false;

  const say = (message: FromLink) => {
    port.postMessage(message);
    wakeAppThread(flow);
  };
  const app = createAppThread((message: ToProbe) => {
    if (message.type === 'enable') isArmed = true;
    say(message);
    if (message.type !== 'disable') return;
    isArmed = false;
    sayIfIdle();
  });
  const sayIfIdle = () => {
    if (!isArmed && delivery.isEmpty) say({ type: 'idle' });
  };
  const scripts = createScripts(app);
  const callerNames = createCallerNames(scripts);
  const functionNames = createFunctionNames(scripts);
  const giveUpIf = (reason: string | undefined) => {
    if (reason !== undefined && book.failure === undefined) book.giveUp(reason);
  };

  const schedule = (callback: () => void, ms: number) => {
    // Longer than a timer can hold would fire at once.
    const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  };
  const requestId = parseRequestId(config.requestId);
  if (requestId.error !== undefined) complain(requestId.error.message);
  const book = createProbeBook({
    app,
    scripts,
    redaction,
    requestId: requestId.programs,
    budgetShare: config.budgetShare,
    schedule,
    onState: () => reports.soon(),
    onLeaving: () => reports.now(),
    onFault: (reason) => giveUpIf(breaker.fault(reason, Date.now())),
  });
  const vitals = createVitals(systemThread);
  const reports = startReports({
    vitals,
    records: book.records,
    redaction,
    tick: (intervalMs) => {
      if (isArmed) say({ type: 'look', sentMs: machineMs() });
      book.tick(intervalMs);
      giveUpIf(breaker.load(probeShare(book.records), intervalMs));
    },
    failure: () => book.failure,
    peer: () => peer,
    schedule,
  });
  const delivery = startDelivery({ records: book.records, reports, schedule, onEmpty: sayIfIdle });
  if (failure !== undefined) book.giveUp(failure);
  else if (config.warmup) app.send({ type: 'warmUp' });

  const onCapture = async (message: Extract<ToLink, { type: 'capture' }>) => {
    const record = book.byNumber(message.probe);
    const layout = record?.layouts.get(message.place);
    if (record?.planned === undefined || layout === undefined) return;
    const { planned, probe } = record;
    const { instanceId } = instance;
    const context = { probeId: probe.id, instanceId, planned, layout, scripts, callerNames, functionNames, redaction };
    const capture = await buildCapture(message, context);
    const { action } = planned.plan;
    const shownLength = action.kind === 'snapshot' ? action.limits.stringLength - overlap : 0;
    delivery.put({ kind: 'capture', capture: redaction.capture(capture, shownLength) });
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
    const { trace, requestId: id } = traceFields(message.trace, planned, redaction);
    const fields = { trace, requestId: id === undefined ? undefined : redaction.text(id) };
    delivery.put({ kind: 'log', log: { ...log, ...fields } });
  };

  /** All that was said before is on its way; tells the app's thread, which waits, when the hub has it. */
  const onFlush = async ({ flush, forMs }: Extract<ToLink, { type: 'flush' }>) => {
    const startedMs = performance.now();
    reports.now();
    await book.inOrder(() => Promise.resolve());
    await delivery.finish(forMs - (performance.now() - startedMs));
    Atomics.store(flow.signal, signalCell.flushed, flush);
    wakeAppThread(flow);
  };

  const hear = async (message: ToLink): Promise<void> => {
    switch (message.type) {
      case 'answer':
        return app.settle(message);
      case 'capture':
        return book.inOrder(() => onCapture(message));
      case 'log':
        return onLog(message);
      case 'flush':
        return onFlush(message);
      case 'pulse':
        return vitals.heard(message);
      case 'disabled':
        return reports.disarmed(message.stallMs);
      case 'broken':
        book.heard(message);
        return giveUpIf(breaker.fault(`${message.reason}.`, Date.now()));
      default:
        return book.heard(message);
    }
  };
  port.on('message', (message: ToLink) => {
    hear(message)
      .catch((error: unknown) => giveUpIf(breaker.fault(`${String(error)}.`, Date.now())))
      .finally(() => {
        flow.done[flowCell.messages] = (flow.done[flowCell.messages] ?? 0) + 1;
        flow.done[flowCell.bytes] = (flow.done[flowCell.bytes] ?? 0) + messageBytes(message);
      });
  });

  startHubLink({
    findHub: () => findHub(config),
    instance,
    schedule,
    handlers: {
      'probes/change': (change) => {
        if (change.resume) breaker.reset();
        return book.change(change);
      },
      'redaction/changed': ({ rules }) => redaction.change(rules),
    },
    onUp: (up, hangUp) => {
      peer = up;
      reports.all();
      delivery.up(up, hangUp);
    },
    onDown: () => {
      peer = undefined;
      reports.down();
      delivery.down();
    },
  });
}

/** A setting that cannot be used does not stop the service, nor the probes. */
function complain(text: string): void {
  try {
    writeSync(2, `stillframe: request ids are not taken: ${text}\n`);
  } catch {
    // Nobody reads.
  }
}

/** Past the app's own stream: it must not wait for the app's thread. A full pipe loses the line. */
function writeToStdout(text: string): void {
  try {
    writeSync(1, text);
  } catch {
    // EAGAIN or EPIPE: nobody reads.
  }
}

if (!isMainThread) main(workerData as LinkStart);
