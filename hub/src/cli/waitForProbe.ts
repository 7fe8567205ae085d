import { badRequest, expired, type ProbeView } from '@stillframe/protocol';
import { visibleText } from '@stillframe/protocol/reading';
import { CliError, errorLine } from './cliError.ts';
import type { Session } from './context.ts';
import { currentStatuses, documents, mergedSeries } from './documents.ts';
import { failureEverywhere } from './failureEverywhere.ts';
import { exitCodes, type ExitCode } from './io.ts';
import type { ProbeRecord, ProbeWatch } from './probeWatch.ts';
import { createRate } from './rate.ts';
import { shortId } from './render/words.ts';

/**
 * Prints what a probe brings. Snapshots and logs: until the hit limit (0), or `untilMs` (3 when not all came). Numbers:
 * each change until `untilMs`, then 0 when anything was counted, else 3.
 */
export async function waitForProbe(
  session: Session,
  watch: ProbeWatch,
  early: readonly ProbeRecord[],
  untilMs: number,
): Promise<ExitCode> {
  const { client, events, output } = session;
  const { spec, id } = watch.view.probe;
  const isNumbers = spec.kind !== 'snapshot' && spec.kind !== 'log';
  const rate = createRate();
  let arrived = 0;
  let said = stateKey(watch.view);

  const print = (records: readonly ProbeRecord[]) => {
    for (const record of records) {
      arrived += 1;
      if (record.kind === 'capture') output.capture(record.capture, watch.instance(record.capture.instanceId));
      else output.log(record.log, watch.instance(record.log.instanceId));
    }
  };
  /** The state when it changed; for numbers the numbers when they changed. */
  const printView = () => {
    const key = isNumbers ? numbersKey(watch.view) : stateKey(watch.view);
    if (key === said) return;
    said = key;
    if (isNumbers) output.numbers(watch.view, rate.next(countOf(watch.view)));
    else output.document(documents.status(watch.view));
  };
  const numbersCode = () => (countOf(watch.view) > 0 ? exitCodes.done : exitCodes.timedOut);

  print(early);
  if (isNumbers && countOf(watch.view) > 0) output.numbers(watch.view, rate.next(countOf(watch.view)));
  if (isNumbers) said = numbersKey(watch.view);
  for (;;) {
    if (watch.view.ended === 'done') return exitCodes.done;
    if (watch.view.ended === 'expired') {
      output.say(errorLine(expired()));
      return isNumbers ? numbersCode() : exitCodes.timedOut;
    }
    if (watch.isRemoved) throw new CliError(exitCodes.failed, errorLine(badRequest('Somebody removed the probe.')));
    if (watch.lost !== undefined) throw new CliError(exitCodes.failed, errorLine(watch.lost));
    const failure = failureEverywhere(watch.view);
    if (failure !== undefined) {
      await client.request('probes/remove', { ids: [id] });
      throw new CliError(exitCodes.failed, errorLine(failure));
    }
    const next = await events.next(untilMs);
    if (next === 'timeout' && !isNumbers) {
      output.say(shortfall(watch.view, arrived));
      return exitCodes.timedOut;
    }
    if (next === 'timeout') {
      if (numbersCode() !== exitCodes.done) output.say(shortfall(watch.view, 0));
      return numbersCode();
    }
    if (next === 'interrupted') {
      output.say(`The probe stays until it expires; \`stillframe rm ${shortId(id)}\` removes it.`);
      return isNumbers ? numbersCode() : exitCodes.interrupted;
    }
    print(watch.apply(next.event));
    printView();
  }
}

/** Why the wait was in vain, as far as the instances have told. */
function shortfall(view: ProbeView, arrived: number): string {
  const { spec, id } = view.probe;
  const what = spec.maxHits === undefined ? 'Nothing was counted' : `${arrived} of ${spec.maxHits} hits arrived`;
  const reasons = new Set<string>();
  for (const { status } of currentStatuses(view)) {
    const { counts } = status;
    if (status.reason !== undefined) reasons.add(visibleText(status.reason.message));
    else if (counts.hits === 0) reasons.add('The line has not run.');
    else if (counts.conditionFalse === counts.hits) reasons.add(`The condition was false ${counts.hits} times.`);
    if (status.lastFailure !== undefined) reasons.add(visibleText(status.lastFailure.message));
  }
  if (view.instances.length === 0) reasons.add('No running agent matches.');
  return [
    `${what} in time.`,
    ...reasons,
    `The probe stays until it expires; \`stillframe rm ${shortId(id)}\` removes it.`,
  ].join(' ');
}

const countOf = (view: ProbeView) => mergedSeries(view).reduce((sum, { count }) => sum + count, 0);
const numbersKey = (view: ProbeView) => JSON.stringify([view.statuses.map(({ status }) => status.series), view.ended]);
const stateKey = (view: ProbeView) =>
  JSON.stringify([
    currentStatuses(view).map(({ instanceId, status }) => [instanceId, status.state, status.reason]),
    view.ended,
  ]);
