import { formatSelector, noTarget, type ProbeSpecInput, type ProbeView } from '@stillframe/protocol';
import { CliError, errorLine } from './cliError.ts';
import type { Session } from './context.ts';
import { currentStatuses, documents } from './documents.ts';
import { failureEverywhere } from './failureEverywhere.ts';
import { exitCodes, type ExitCode } from './io.ts';
import { createProbeWatch, type ProbeRecord } from './probeWatch.ts';
import { placedText } from './render/probeText.ts';
import { waitForProbe } from './waitForProbe.ts';

/** For every targeted instance to say what became of the probe. */
const settleMs = 5_000;

/** Places a probe, says where it is, and with `waitMs` (Infinity: until the hit limit) prints what it brings. */
export async function placeProbe(
  session: Session,
  spec: ProbeSpecInput,
  waitMs: number | undefined,
): Promise<ExitCode> {
  const { client, events, output } = session;
  const { instances } = await client.request('subscribe', {});
  const startedMs = performance.now();
  const { probe } = await client.request('probe/add', { spec });
  const watch = createProbeWatch(probe, instances);
  const early: ProbeRecord[] = [];

  while (!isSettled(watch.view) && !watch.isRemoved && watch.lost === undefined) {
    const next = await events.next(startedMs + settleMs);
    if (next === 'timeout') break;
    if (next === 'interrupted') {
      // Nothing was said yet: as if it had never been asked.
      await client.request('probes/remove', { ids: [probe.probe.id] });
      return exitCodes.interrupted;
    }
    early.push(...watch.apply(next.event));
  }
  if (watch.lost !== undefined) throw new CliError(exitCodes.failed, errorLine(watch.lost));

  const failure = failureEverywhere(watch.view);
  if (failure !== undefined) {
    await client.request('probes/remove', { ids: [probe.probe.id] });
    throw new CliError(exitCodes.failed, errorLine(failure));
  }
  output.document(documents.probe(watch.view));
  output.text(placedText(watch.view, (id) => watch.instance(id)?.instance, output.palette, Date.now()));
  if (watch.view.instances.length === 0 && watch.view.ended === undefined) {
    output.say(errorLine(noTarget(`\`${formatSelector(watch.view.probe.spec.target)}\``)));
  }
  return waitMs === undefined ? exitCodes.done : waitForProbe(session, watch, early, startedMs + waitMs);
}

/** Every instance it is for has said what became of it; pending without a reason is no answer yet. */
function isSettled(view: ProbeView): boolean {
  if (view.ended !== undefined) return true;
  const statuses = currentStatuses(view);
  return (
    statuses.length === view.instances.length &&
    statuses.every(({ status }) => status.state !== 'pending' || status.reason !== undefined)
  );
}
