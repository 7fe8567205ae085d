import { notFound, type ProbeView } from '@stillframe/protocol';
import { matchingIds } from '../core/matchingIds.ts';
import { CliError, errorLine } from './cliError.ts';
import { exitCodes } from './io.ts';

/** The one probe whose id begins or ends with `part`; throws a sentence when it is none or several. */
export function findProbe(part: string, probes: readonly ProbeView[]): ProbeView {
  const [id, ...others] = matchingIds(
    part,
    probes.map(({ probe }) => probe.id),
  );
  const view = probes.find(({ probe }) => probe.id === id);
  if (view !== undefined && others.length === 0) return view;
  const what = view === undefined ? `probe ${part}` : `single probe ${part}: it fits ${others.length + 1}`;
  throw new CliError(exitCodes.failed, errorLine(notFound(what, '`stillframe probes` lists them.')));
}
